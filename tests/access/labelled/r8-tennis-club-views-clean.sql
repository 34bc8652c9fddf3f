-- clean
-- A tennis club: views with the rights of the caller, one with the owner's rights that filters by the caller, and one of busy times.
create table public.players (
  id uuid primary key references auth.users(id) on delete cascade,
  name text not null default '',
  phone text,
  level numeric(3,1) check (level between 1 and 10)
);
create table public.courts (id int primary key, surface text not null check (surface in ('clay','hard','grass')), indoor boolean not null default false);
create table public.reservations (
  id uuid primary key default gen_random_uuid(),
  court_id int not null references public.courts(id),
  player_id uuid not null default auth.uid() references public.players(id) on delete cascade,
  day date not null,
  hour int not null check (hour between 7 and 21),
  note text,
  unique (court_id, day, hour)
);
create table public.invoices (
  id bigint generated always as identity primary key,
  player_id uuid not null references public.players(id),
  amount_cents int not null check (amount_cents > 0),
  paid_at timestamptz
);
alter table public.players enable row level security;
alter table public.courts enable row level security;
alter table public.reservations enable row level security;
alter table public.invoices enable row level security;
create policy "me" on public.players for select to authenticated using (id = (select auth.uid()));
create policy "change me" on public.players for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "courts" on public.courts for select to anon, authenticated using (true);
create policy "my reservations" on public.reservations for select to authenticated using (player_id = (select auth.uid()));
create policy "reserve" on public.reservations for insert to authenticated with check (player_id = (select auth.uid()) and day >= current_date);
create policy "cancel" on public.reservations for delete to authenticated using (player_id = (select auth.uid()) and day > current_date);
create policy "my invoices" on public.invoices for select to authenticated using (player_id = (select auth.uid()));
create view public.my_week with (security_invoker = on) as
  select r.id, r.day, r.hour, c.surface, c.indoor from public.reservations r join public.courts c on c.id = r.court_id
  where r.day between current_date and current_date + 7;
create view public.my_open_invoices as
  select id, amount_cents from public.invoices where paid_at is null and player_id = auth.uid();
create view public.busy_hours as select court_id, day, hour from public.reservations where day >= current_date;
revoke all on public.my_week, public.my_open_invoices, public.busy_hours from anon, authenticated;
grant select on public.my_week, public.my_open_invoices, public.busy_hours to authenticated;
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.players (id, name) values (new.id, coalesce(new.raw_user_meta_data->>'name', ''));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();

-- Guests order, and a trigger that runs as its owner adds it up.
-- clean

create table public.tabs (
  id uuid primary key default gen_random_uuid(),
  keeper_id uuid not null default auth.uid() references auth.users (id),
  guest_id uuid not null references auth.users (id),
  total_cents int not null default 0
);
create table public.tab_lines (
  id uuid primary key default gen_random_uuid(),
  tab_id uuid not null references public.tabs (id),
  guest_id uuid not null default auth.uid() references auth.users (id),
  cents int not null check (cents > 0)
);
alter table public.tabs enable row level security;
alter table public.tab_lines enable row level security;
create policy "keeper and guest" on public.tabs for select to authenticated
  using ((select auth.uid()) in (keeper_id, guest_id));
create policy "open a tab" on public.tabs for insert to authenticated with check (keeper_id = (select auth.uid()));
create policy "keepers settle" on public.tabs for update to authenticated
  using (keeper_id = (select auth.uid())) with check (keeper_id = (select auth.uid()));
create policy "lines" on public.tab_lines for select to authenticated
  using (tab_id in (select t.id from public.tabs t));
create policy "guests order" on public.tab_lines for insert to authenticated
  with check (guest_id = (select auth.uid())
    and tab_id in (select t.id from public.tabs t where t.guest_id = (select auth.uid())));

create function public.add_to_tab() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.tabs set total_cents = total_cents + new.cents where id = new.tab_id;
  return new;
end $$;
create trigger add_to_tab after insert on public.tab_lines for each row execute function public.add_to_tab();

-- clean
-- Couriers: dispatchers (a table that only the service writes) see and assign all, couriers their own rounds, customers their own parcels.
create table public.dispatchers (user_id uuid primary key references auth.users(id) on delete cascade, since date not null default current_date);
create table public.couriers (
  user_id uuid primary key references auth.users(id) on delete cascade,
  vehicle text not null check (vehicle in ('bike','van')),
  on_duty boolean not null default false
);
create table public.parcels (
  id uuid primary key default gen_random_uuid(),
  sender_id uuid not null default auth.uid() references auth.users(id),
  courier_id uuid references public.couriers(user_id),
  address text not null,
  state text not null default 'waiting' check (state in ('waiting','assigned','delivered'))
);
create table public.parcel_events (
  id bigint generated always as identity primary key,
  parcel_id uuid not null references public.parcels(id) on delete cascade,
  actor_id uuid,
  state text not null,
  at timestamptz not null default now()
);
create function public.is_dispatcher() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.dispatchers where user_id = (select auth.uid())) $$;
alter table public.dispatchers enable row level security;
alter table public.couriers enable row level security;
alter table public.parcels enable row level security;
alter table public.parcel_events enable row level security;
create policy "my dispatcher row" on public.dispatchers for select to authenticated using (user_id = auth.uid());
create policy "me as courier" on public.couriers for select to authenticated using (user_id = auth.uid() or public.is_dispatcher());
create policy "on duty or not" on public.couriers for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "my parcels" on public.parcels for select to authenticated using (sender_id = auth.uid() or courier_id = auth.uid() or public.is_dispatcher());
create policy "send" on public.parcels for insert to authenticated with check (sender_id = auth.uid() and courier_id is null and state = 'waiting');
create policy "take back" on public.parcels for delete to authenticated using (sender_id = auth.uid() and state = 'waiting');
create policy "assign" on public.parcels for update to authenticated using (public.is_dispatcher()) with check (public.is_dispatcher());
create policy "events of my parcels" on public.parcel_events for select to authenticated
  using (public.is_dispatcher() or exists (select 1 from public.parcels p where p.id = parcel_id and auth.uid() in (p.sender_id, p.courier_id)));
create function public.log_parcel() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.parcel_events (parcel_id, actor_id, state) values (new.id, auth.uid(), new.state);
  return new;
end $$;
create trigger parcels_log after insert or update of state on public.parcels for each row execute function public.log_parcel();
create function public.deliver(p_parcel uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.parcels set state = 'delivered' where id = p_parcel and courier_id = auth.uid() and state = 'assigned';
  if not found then raise exception 'not one of your parcels' using errcode = '42501'; end if;
end $$;

-- Co-living houses: whoever knows nothing but the id of a house writes himself into it, and as its manager too.
-- expect: error|warning escalation|forgery house_members
create table public.houses (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  address text,
  wifi_password text,
  created_by uuid not null references auth.users(id)
);
create table public.house_members (
  house_id uuid not null references public.houses(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'tenant' check (role in ('tenant','manager')),
  joined_at timestamptz not null default now(),
  primary key (house_id, user_id)
);
create table public.chores (
  id uuid primary key default gen_random_uuid(),
  house_id uuid not null references public.houses(id) on delete cascade,
  title text not null,
  assigned_to uuid references auth.users(id),
  done boolean not null default false
);
create table public.expenses (
  id uuid primary key default gen_random_uuid(),
  house_id uuid not null references public.houses(id) on delete cascade,
  paid_by uuid not null references auth.users(id),
  amount numeric(10,2) not null check (amount > 0),
  note text
);
create or replace function public.is_house_member(_house uuid, _user uuid) returns boolean
language sql stable security definer set search_path = public as
  $$ select exists (select 1 from house_members where house_id = _house and user_id = _user) $$;
create or replace function public.is_house_manager(_house uuid, _user uuid) returns boolean
language sql stable security definer set search_path = public as
  $$ select exists (select 1 from house_members where house_id = _house and user_id = _user and role = 'manager') $$;
alter table public.houses enable row level security;
alter table public.house_members enable row level security;
alter table public.chores enable row level security;
alter table public.expenses enable row level security;
create policy "Members can view their house" on public.houses for select to authenticated using (public.is_house_member(id, auth.uid()) or created_by = auth.uid());
create policy "Users can create houses" on public.houses for insert to authenticated with check (created_by = auth.uid());
create policy "Managers can update" on public.houses for update to authenticated using (public.is_house_manager(id, auth.uid())) with check (public.is_house_manager(id, auth.uid()));
create policy "Members can view members" on public.house_members for select to authenticated using (public.is_house_member(house_id, auth.uid()));
create policy "Users can join houses" on public.house_members for insert to authenticated with check (auth.uid() = user_id);
create policy "Users can leave" on public.house_members for delete to authenticated using (auth.uid() = user_id or public.is_house_manager(house_id, auth.uid()));
create policy "Members share chores" on public.chores for all to authenticated
  using (public.is_house_member(house_id, auth.uid())) with check (public.is_house_member(house_id, auth.uid()));
create policy "Members see expenses" on public.expenses for select to authenticated using (public.is_house_member(house_id, auth.uid()));
create policy "Members add expenses" on public.expenses for insert to authenticated
  with check (public.is_house_member(house_id, auth.uid()) and paid_by = auth.uid());
create policy "Payer deletes expenses" on public.expenses for delete to authenticated using (paid_by = auth.uid());

-- Anybody joins an open space as a visitor, as he may. But a member may edit his own membership, and with it his level,
-- and a manager reads the door log of all.
-- expect: error escalation space_members authenticated
-- also: escalation|tampering|exposure|bypass door_log|space_members|spaces|desks
create table public.spaces (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  open_to_visitors boolean not null default true
);
create table public.space_members (
  id uuid primary key default gen_random_uuid(),
  space_id uuid not null references public.spaces (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  level text not null default 'visitor' check (level in ('visitor', 'resident', 'manager')),
  notify boolean not null default true,
  unique (space_id, user_id)
);
create table public.desks (
  id uuid primary key default gen_random_uuid(),
  space_id uuid not null references public.spaces (id) on delete cascade,
  label text not null
);
create table public.door_log (
  id bigint generated always as identity primary key,
  space_id uuid not null references public.spaces (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  opened_at timestamptz not null default now()
);
alter table public.spaces enable row level security;
alter table public.space_members enable row level security;
alter table public.desks enable row level security;
alter table public.door_log enable row level security;
create function public.level_in(space uuid) returns text language sql stable security definer set search_path = '' as
$$ select m.level from public.space_members m where m.space_id = space and m.user_id = auth.uid() $$;
create policy spaces_read on public.spaces for select to authenticated using (open_to_visitors or public.level_in(id) is not null);
create policy members_read_own on public.space_members for select to authenticated using (user_id = auth.uid() or public.level_in(space_id) = 'manager');
create policy members_join_open on public.space_members for insert to authenticated with check (
  user_id = auth.uid() and level = 'visitor'
  and exists (select 1 from public.spaces s where s.id = space_id and s.open_to_visitors));
create policy members_settings on public.space_members for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy desks_read on public.desks for select to authenticated using (public.level_in(space_id) is not null);
create policy desks_manage on public.desks for all to authenticated using (public.level_in(space_id) = 'manager') with check (public.level_in(space_id) = 'manager');
create policy door_log_own on public.door_log for select to authenticated using (user_id = auth.uid() or public.level_in(space_id) = 'manager');

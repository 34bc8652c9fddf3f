-- Branches, staff with role per branch, members, check-ins.
-- clean
create table public.branches (id uuid primary key default gen_random_uuid(), name text not null);
create table public.staff (
  user_id uuid references auth.users(id) on delete cascade,
  branch_id uuid references public.branches(id) on delete cascade,
  role text not null check (role in ('manager', 'trainer', 'desk')),
  primary key (user_id, branch_id)
);
create table public.members (
  id uuid primary key default gen_random_uuid(),
  branch_id uuid not null references public.branches(id),
  user_id uuid unique references auth.users(id),
  name text not null,
  status text not null default 'active' check (status in ('active', 'paused', 'left'))
);
create table public.check_ins (id bigserial primary key, member_id uuid not null references public.members(id) on delete cascade, at timestamptz not null default now());
create function public.works_at(b uuid, roles text[] default array['manager', 'trainer', 'desk']) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from staff s where s.user_id = auth.uid() and s.branch_id = b and s.role = any (roles))
$$;
alter table public.branches enable row level security;
alter table public.staff enable row level security;
alter table public.members enable row level security;
alter table public.check_ins enable row level security;
create policy "branches are public" on public.branches for select using (true);
create policy "staff sees staff" on public.staff for select to authenticated using (user_id = auth.uid() or public.works_at(branch_id));
create policy "manager hires" on public.staff for insert to authenticated with check (public.works_at(branch_id, array['manager']));
create policy "manager fires" on public.staff for delete to authenticated using (public.works_at(branch_id, array['manager']) and user_id <> auth.uid());
create policy "member or staff" on public.members for select to authenticated using (user_id = auth.uid() or public.works_at(branch_id));
create policy "desk enrols" on public.members for insert to authenticated with check (public.works_at(branch_id));
create policy "desk updates" on public.members for update to authenticated using (public.works_at(branch_id)) with check (public.works_at(branch_id));
create policy "check-ins" on public.check_ins for select to authenticated using (
  exists (select 1 from public.members m where m.id = member_id and (m.user_id = auth.uid() or public.works_at(m.branch_id))));
create policy "check in" on public.check_ins for insert to authenticated with check (
  exists (select 1 from public.members m where m.id = member_id and public.works_at(m.branch_id)));

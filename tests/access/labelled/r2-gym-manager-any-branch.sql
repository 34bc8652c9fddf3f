-- works_at() forgets the branch: staff of any branch is staff of all.
-- expect: error escalation|bypass|tampering|exposure members|check_ins|staff authenticated
-- also: escalation|bypass|tampering|exposure members|check_ins|staff
create table public.branches (id uuid primary key default gen_random_uuid(), name text not null);
create table public.staff (
  user_id uuid references auth.users(id) on delete cascade,
  branch_id uuid references public.branches(id) on delete cascade,
  primary key (user_id, branch_id)
);
create table public.members (
  id uuid primary key default gen_random_uuid(),
  branch_id uuid not null references public.branches(id),
  name text not null,
  phone text
);
create function public.works_at(branch uuid) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from staff s where s.user_id = auth.uid() and s.branch_id = branch_id)
$$;
alter table public.branches enable row level security;
alter table public.staff enable row level security;
alter table public.members enable row level security;
create policy "branches are public" on public.branches for select using (true);
create policy "own staff rows" on public.staff for select to authenticated using (user_id = auth.uid());
create policy "staff reads members" on public.members for select to authenticated using (public.works_at(branch_id));
create policy "staff writes members" on public.members for insert to authenticated with check (public.works_at(branch_id));

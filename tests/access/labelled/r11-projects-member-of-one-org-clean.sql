-- The same sub-select, where a person is a member of one organisation only.
-- clean

create table public.orgs (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.org_members (
  org_id uuid not null references public.orgs (id),
  user_id uuid not null references auth.users (id) unique,
  primary key (org_id, user_id)
);
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.orgs (id),
  title text not null
);
alter table public.orgs enable row level security;
alter table public.org_members enable row level security;
alter table public.projects enable row level security;
create policy "own memberships" on public.org_members for select to authenticated using (user_id = (select auth.uid()));
create policy "my org" on public.orgs for select to authenticated
  using (exists (select 1 from public.org_members m where m.org_id = orgs.id and m.user_id = (select auth.uid())));
create policy "projects of my org" on public.projects for select to authenticated
  using (org_id = (select m.org_id from public.org_members m where m.user_id = (select auth.uid())));
create policy "new project" on public.projects for insert to authenticated
  with check (org_id = (select m.org_id from public.org_members m where m.user_id = (select auth.uid())));

-- Whoever is some company's client sees what was made for all of them.
-- expect: error|warning exposure|tampering|bypass|escalation deliverables
-- agency: clients see their projects
create type public.app_role as enum ('admin','staff','client');
create table public.user_roles (
  user_id uuid not null references auth.users(id) on delete cascade,
  role public.app_role not null default 'client',
  primary key (user_id, role)
);
create table public.client_companies (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  hourly_rate numeric(8,2) check (hourly_rate > 0)
);
create table public.client_users (
  company_id uuid not null references public.client_companies(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (company_id, user_id)
);
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references public.client_companies(id) on delete cascade,
  name text not null,
  budget_hours int check (budget_hours >= 0),
  internal_notes text
);
create table public.deliverables (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects(id) on delete cascade,
  title text not null,
  visible_to_client boolean not null default false,
  approved_at timestamptz
);
create table public.time_entries (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects(id) on delete cascade,
  staff_id uuid not null default auth.uid() references auth.users(id),
  minutes int not null check (minutes > 0),
  note text
);
create table public.feedback (
  id uuid primary key default gen_random_uuid(),
  deliverable_id uuid not null references public.deliverables(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null,
  created_at timestamptz not null default now()
);
create or replace function public.has_role(_role public.app_role) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.user_roles where user_id = (select auth.uid()) and role = _role) $$;
create or replace function public.is_team() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.user_roles where user_id = (select auth.uid()) and role in ('admin','staff')) $$;
create or replace function public.client_of(c uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.client_users where company_id = c and user_id = (select auth.uid())) $$;
create or replace function public.client_of_project(p uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.projects x where x.id = p and public.client_of(x.company_id)) $$;
alter table public.user_roles enable row level security;
alter table public.client_companies enable row level security;
alter table public.client_users enable row level security;
alter table public.projects enable row level security;
alter table public.deliverables enable row level security;
alter table public.time_entries enable row level security;
alter table public.feedback enable row level security;
create policy "own roles" on public.user_roles for select to authenticated using (user_id = auth.uid() or public.has_role('admin'));
create policy "admins give roles" on public.user_roles for insert to authenticated with check (public.has_role('admin'));
create policy "admins take roles" on public.user_roles for delete to authenticated using (public.has_role('admin') and user_id <> auth.uid());
create policy "team sees companies" on public.client_companies for select to authenticated using (public.is_team());
create policy "admins keep companies" on public.client_companies for all to authenticated using (public.has_role('admin')) with check (public.has_role('admin'));
create policy "my company" on public.client_users for select to authenticated using (user_id = auth.uid() or public.is_team());
create policy "admins let clients in" on public.client_users for insert to authenticated with check (public.has_role('admin'));
create policy "admins let clients go" on public.client_users for delete to authenticated using (public.has_role('admin'));
create policy "team sees projects" on public.projects for select to authenticated using (public.is_team());
create policy "team keeps projects" on public.projects for all to authenticated using (public.is_team()) with check (public.is_team());
create policy "deliverables" on public.deliverables for select to authenticated using (public.is_team() or (visible_to_client and exists (select 1 from public.client_users u where u.user_id = auth.uid())));
create policy "team keeps deliverables" on public.deliverables for all to authenticated using (public.is_team()) with check (public.is_team());
create policy "own time, admins all" on public.time_entries for select to authenticated using (staff_id = auth.uid() or public.has_role('admin'));
create policy "book time" on public.time_entries for insert to authenticated with check (staff_id = auth.uid() and public.is_team());
create policy "change own time" on public.time_entries for update to authenticated using (staff_id = auth.uid() and public.is_team()) with check (staff_id = auth.uid() and public.is_team());
create policy "feedback on what I see" on public.feedback for select to authenticated using (exists (select 1 from public.deliverables d where d.id = deliverable_id));
create policy "give feedback" on public.feedback for insert to authenticated with check (author_id = auth.uid() and exists (select 1 from public.deliverables d where d.id = deliverable_id));
create policy "delete own feedback" on public.feedback for delete to authenticated using (author_id = auth.uid());
create function public.approve_deliverable(p_id uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.deliverables d set approved_at = now()
   where d.id = p_id and d.visible_to_client and d.approved_at is null and public.client_of_project(d.project_id);
  if not found then raise exception 'nothing to approve' using errcode = '42501'; end if;
end $$;
create function public.my_projects() returns table (id uuid, name text, budget_hours int) language sql stable security definer set search_path = '' as
  $$ select p.id, p.name, p.budget_hours from public.projects p where public.client_of(p.company_id) $$;

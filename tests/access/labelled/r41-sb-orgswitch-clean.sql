-- A CRM with an organisation switch on the own settings row: it looks like an open door, but the helper joins the membership.
-- clean
create table public.orgs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.org_users (
  org_id uuid not null references public.orgs (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (org_id, user_id)
);
create table public.user_settings (
  user_id uuid primary key references auth.users (id) on delete cascade,
  active_org uuid references public.orgs (id) on delete set null,
  locale text not null default 'en'
);
create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.orgs (id) on delete cascade,
  name text not null,
  email text
);
create function public.active_org() returns uuid
language sql stable security definer set search_path = '' as $$
  select s.active_org
  from public.user_settings s
  join public.org_users u on u.org_id = s.active_org and u.user_id = s.user_id
  where s.user_id = auth.uid();
$$;
alter table public.orgs enable row level security;
alter table public.org_users enable row level security;
alter table public.user_settings enable row level security;
alter table public.contacts enable row level security;
create policy orgs_read on public.orgs for select to authenticated
  using (id in (select u.org_id from public.org_users u where u.user_id = auth.uid()));
create policy org_users_read on public.org_users for select to authenticated using (user_id = auth.uid());
create policy org_users_leave on public.org_users for delete to authenticated using (user_id = auth.uid());
create policy settings_own on public.user_settings for all to authenticated
  using (user_id = auth.uid())
  with check (
    user_id = auth.uid()
    and (active_org is null or active_org in (select u.org_id from public.org_users u where u.user_id = auth.uid()))
  );
create policy contacts_active on public.contacts for all to authenticated
  using (org_id = (select public.active_org())) with check (org_id = (select public.active_org()));

-- A member may invite, the invited accepts; but the accept function takes the role from its argument.
-- expect: error escalation accept_invitation authenticated
-- also: escalation organization_members
create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 2 and 80),
  slug text unique not null,
  created_by uuid not null references auth.users(id),
  created_at timestamptz not null default now()
);
create type public.org_role as enum ('owner', 'admin', 'member', 'viewer');
create table public.organization_members (
  organization_id uuid not null references public.organizations(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role public.org_role not null default 'member',
  joined_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations(id) on delete cascade,
  email text not null,
  role public.org_role not null default 'member',
  expires_at timestamptz not null default now() + interval '7 days'
);
create table public.billing_details (
  organization_id uuid primary key references public.organizations(id) on delete cascade,
  vat_number text,
  card_last4 text
);
create or replace function public.has_org_role(org uuid, wanted public.org_role[])
returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from public.organization_members m
    where m.organization_id = org and m.user_id = (select auth.uid()) and m.role = any(wanted)
  );
$$;
alter table public.organizations enable row level security;
alter table public.organization_members enable row level security;
alter table public.invitations enable row level security;
alter table public.billing_details enable row level security;
create policy "members see their organization" on public.organizations for select to authenticated
  using (public.has_org_role(id, array['owner','admin','member','viewer']::public.org_role[]));
create policy "members see members" on public.organization_members for select to authenticated
  using (public.has_org_role(organization_id, array['owner','admin','member','viewer']::public.org_role[]));
create policy "admins see invitations" on public.invitations for select to authenticated
  using (public.has_org_role(organization_id, array['owner','admin']::public.org_role[]));
create policy "admins invite" on public.invitations for insert to authenticated
  with check (public.has_org_role(organization_id, array['owner','admin']::public.org_role[]));
create policy "owners read billing" on public.billing_details for select to authenticated
  using (public.has_org_role(organization_id, array['owner']::public.org_role[]));
create or replace function public.accept_invitation(org uuid, as_role public.org_role default 'member')
returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.organization_members (organization_id, user_id, role)
  values (org, auth.uid(), as_role)
  on conflict (organization_id, user_id) do update set role = excluded.role;
end;
$$;

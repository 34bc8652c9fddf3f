-- The same with the invitation looked up by token and by the caller's own email.
-- clean
create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  slug text unique not null,
  created_by uuid not null references auth.users(id)
);
create type public.org_role as enum ('owner', 'admin', 'member');
create table public.organization_members (
  organization_id uuid not null references public.organizations(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role public.org_role not null default 'member',
  primary key (organization_id, user_id)
);
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations(id) on delete cascade,
  email text not null,
  role public.org_role not null default 'member' check (role <> 'owner'),
  token uuid not null unique default gen_random_uuid(),
  accepted_at timestamptz,
  expires_at timestamptz not null default now() + interval '7 days'
);
create or replace function public.my_role(org uuid) returns public.org_role
language sql stable security definer set search_path = '' as $$
  select role from public.organization_members where organization_id = org and user_id = auth.uid();
$$;
alter table public.organizations enable row level security;
alter table public.organization_members enable row level security;
alter table public.invitations enable row level security;
create policy org_read on public.organizations for select to authenticated using (public.my_role(id) is not null);
create policy members_read on public.organization_members for select to authenticated
  using (public.my_role(organization_id) is not null);
create policy members_leave on public.organization_members for delete to authenticated
  using (user_id = auth.uid() and role <> 'owner');
create policy inv_read on public.invitations for select to authenticated
  using (public.my_role(organization_id) in ('owner', 'admin'));
create policy inv_insert on public.invitations for insert to authenticated
  with check (public.my_role(organization_id) in ('owner', 'admin') and accepted_at is null);
create policy inv_delete on public.invitations for delete to authenticated
  using (public.my_role(organization_id) in ('owner', 'admin'));
create or replace function public.create_organization(org_name text, org_slug text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  new_id uuid;
begin
  if auth.uid() is null then
    raise exception 'not signed in';
  end if;
  insert into public.organizations (name, slug, created_by) values (org_name, org_slug, auth.uid()) returning id into new_id;
  insert into public.organization_members (organization_id, user_id, role) values (new_id, auth.uid(), 'owner');
  return new_id;
end;
$$;
create or replace function public.accept_invitation(invite_token uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  inv public.invitations;
begin
  select * into inv from public.invitations
  where token = invite_token and accepted_at is null and expires_at > now()
    and lower(email) = lower(auth.jwt() ->> 'email');
  if not found then
    raise exception 'invitation not found or expired';
  end if;
  insert into public.organization_members (organization_id, user_id, role)
  values (inv.organization_id, auth.uid(), inv.role) on conflict do nothing;
  update public.invitations set accepted_at = now() where id = inv.id;
  return inv.organization_id;
end;
$$;

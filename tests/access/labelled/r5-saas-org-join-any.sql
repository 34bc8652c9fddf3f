-- Anyone signed in writes himself into any organization's members, as owner if he likes; and the billing
-- table has its policies but row-level security was never turned on.
-- expect: error escalation organization_members authenticated
-- expect: error exposure billing_accounts anon
-- also: tampering|forgery|bypass billing_accounts
create extension if not exists "uuid-ossp";

create table public.profiles (
  id uuid references auth.users(id) on delete cascade primary key,
  full_name text,
  avatar_url text,
  created_at timestamptz default now()
);
create table public.organizations (
  id uuid primary key default uuid_generate_v4(),
  name text not null,
  slug text unique not null,
  created_by uuid references auth.users(id),
  created_at timestamptz default now()
);
create table public.organization_members (
  organization_id uuid references public.organizations(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  role text not null default 'member' check (role in ('owner','admin','member')),
  joined_at timestamptz default now(),
  primary key (organization_id, user_id)
);
create table public.projects (
  id uuid primary key default uuid_generate_v4(),
  organization_id uuid not null references public.organizations(id) on delete cascade,
  name text not null,
  description text,
  archived boolean default false
);
create table public.billing_accounts (
  organization_id uuid primary key references public.organizations(id) on delete cascade,
  stripe_customer_id text,
  card_last4 text check (length(card_last4) = 4),
  billing_email text not null
);
alter table public.profiles enable row level security;
alter table public.organizations enable row level security;
alter table public.organization_members enable row level security;
alter table public.projects enable row level security;

create or replace function public.is_org_member(org uuid) returns boolean
language sql security definer stable set search_path = public as $$
  select exists (select 1 from organization_members where organization_id = org and user_id = auth.uid());
$$;
create or replace function public.is_org_owner(org uuid) returns boolean
language sql security definer stable set search_path = public as $$
  select exists (select 1 from organization_members where organization_id = org and user_id = auth.uid() and role = 'owner');
$$;

create policy "Users can view own profile" on public.profiles for select using (auth.uid() = id);
create policy "Users can update own profile" on public.profiles for update using (auth.uid() = id);
create policy "Users can insert own profile" on public.profiles for insert with check (auth.uid() = id);

create policy "Members can view organization" on public.organizations for select using (is_org_member(id));
create policy "Creators insert organization" on public.organizations for insert to authenticated with check (created_by = auth.uid());
create policy "Owners update organization" on public.organizations for update using (is_org_owner(id));

create policy "Members can view members" on public.organization_members for select using (is_org_member(organization_id));
create policy "Users can join organizations" on public.organization_members for insert to authenticated with check (user_id = auth.uid());
create policy "Users can leave" on public.organization_members for delete using (user_id = auth.uid());

create policy "Members can view projects" on public.projects for select using (is_org_member(organization_id));
create policy "Members can create projects" on public.projects for insert with check (is_org_member(organization_id));
create policy "Members can update projects" on public.projects for update using (is_org_member(organization_id));
create policy "Owners can delete projects" on public.projects for delete using (is_org_owner(organization_id));

create policy "Owners can view billing" on public.billing_accounts for select using (is_org_owner(organization_id));
create policy "Owners can update billing" on public.billing_accounts for update using (is_org_owner(organization_id));

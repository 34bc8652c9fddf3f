-- The same shape with two flaws: an admin of an account may promote by updating memberships of any account (USING looks at the row's user, not account), and the usage view shows all accounts.
-- expect: error escalation account_members authenticated
-- expect: error bypass account_usage anon|authenticated
-- also: escalation|bypass|tampering accounts|projects|account_members|tasks
create type public.account_role as enum ('owner', 'admin', 'member');
create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  primary_owner uuid not null default auth.uid() references auth.users(id)
);
create table public.account_members (
  account_id uuid not null references public.accounts(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  account_role public.account_role not null default 'member',
  primary key (account_id, user_id)
);
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts(id) on delete cascade,
  name text not null
);
create table public.api_calls (
  id bigint generated always as identity primary key,
  account_id uuid not null references public.accounts(id) on delete cascade,
  endpoint text not null,
  at timestamptz not null default now()
);
create function public.role_in(a uuid) returns public.account_role language sql stable security definer set search_path = '' as
$$ select account_role from public.account_members where account_id = a and user_id = (select auth.uid()) $$;
alter table public.accounts enable row level security;
alter table public.account_members enable row level security;
alter table public.projects enable row level security;
alter table public.api_calls enable row level security;
create policy accounts_read on public.accounts for select to authenticated using (public.role_in(id) is not null);
create policy members_read on public.account_members for select to authenticated using (public.role_in(account_id) is not null);
create policy members_update on public.account_members for update to authenticated
  using (public.role_in(account_id) in ('owner', 'admin') or user_id = (select auth.uid()));
create policy projects_read on public.projects for select to authenticated using (public.role_in(account_id) is not null);
create policy projects_write on public.projects for insert to authenticated with check (public.role_in(account_id) in ('owner', 'admin'));
create policy calls_read on public.api_calls for select to authenticated using (public.role_in(account_id) in ('owner', 'admin'));
create view public.account_usage as
  select a.id as account_id, a.name, c.endpoint, date_trunc('day', c.at) as day, count(*) as calls
  from public.accounts a join public.api_calls c on c.account_id = a.id group by 1, 2, 3, 4;

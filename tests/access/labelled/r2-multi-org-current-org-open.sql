-- The same without the check: one switches into any organisation.
-- expect: error escalation profiles authenticated
-- also: escalation|bypass|tampering tickets
create table public.orgs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.org_users (org_id uuid references public.orgs(id) on delete cascade, user_id uuid references auth.users(id) on delete cascade, primary key (org_id, user_id));
create table public.profiles (id uuid primary key references auth.users(id) on delete cascade, current_org uuid references public.orgs(id));
create table public.tickets (id uuid primary key default gen_random_uuid(), org_id uuid not null references public.orgs(id) on delete cascade, title text not null);
create function public.current_org() returns uuid language sql stable security definer set search_path = '' as
$$ select current_org from public.profiles where id = (select auth.uid()) $$;
alter table public.orgs enable row level security;
alter table public.org_users enable row level security;
alter table public.profiles enable row level security;
alter table public.tickets enable row level security;
create policy r on public.org_users for select to authenticated using (user_id = (select auth.uid()));
create policy r on public.orgs for select to authenticated using (id in (select org_id from public.org_users where user_id = (select auth.uid())));
create policy own on public.profiles for all to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy a on public.tickets for all to authenticated using (org_id = public.current_org()) with check (org_id = public.current_org());

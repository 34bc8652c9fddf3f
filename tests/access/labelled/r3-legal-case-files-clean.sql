-- Law firm: cases, lawyers on a case, documents; conflict walls by a restrictive policy.
-- clean
create table public.lawyers (id uuid primary key references auth.users(id) on delete cascade, name text not null, is_partner boolean not null default false);
create table public.cases (id uuid primary key default gen_random_uuid(), title text not null, lead_id uuid not null references public.lawyers(id));
create table public.case_lawyers (case_id uuid references public.cases(id) on delete cascade, lawyer_id uuid references public.lawyers(id) on delete cascade, primary key (case_id, lawyer_id));
create table public.walls (case_id uuid references public.cases(id) on delete cascade, lawyer_id uuid references public.lawyers(id) on delete cascade, primary key (case_id, lawyer_id));
create table public.case_documents (id uuid primary key default gen_random_uuid(), case_id uuid not null references public.cases(id) on delete cascade, added_by uuid not null default auth.uid() references public.lawyers(id), name text not null);
create schema if not exists authz;
create function authz.on_case(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.case_lawyers where case_id = c and lawyer_id = auth.uid()) or exists (select 1 from public.cases where id = c and lead_id = auth.uid()) $$;
create function authz.leads(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.cases where id = c and lead_id = auth.uid()) $$;
create function authz.walled(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.walls where case_id = c and lawyer_id = auth.uid()) $$;
grant usage on schema authz to authenticated;
alter table public.lawyers enable row level security;
alter table public.cases enable row level security;
alter table public.case_lawyers enable row level security;
alter table public.walls enable row level security;
alter table public.case_documents enable row level security;
create policy r on public.lawyers for select to authenticated using (true);
create policy r on public.cases for select to authenticated using (lead_id = auth.uid() or authz.on_case(id));
create policy w on public.cases as restrictive for select to authenticated using (not authz.walled(id));
create policy r on public.case_lawyers for select to authenticated using (lawyer_id = auth.uid() or authz.leads(case_id));
create policy i on public.case_lawyers for insert to authenticated with check (authz.leads(case_id) and not exists (
  select 1 from public.walls x where x.case_id = case_lawyers.case_id and x.lawyer_id = case_lawyers.lawyer_id));
create policy d on public.case_lawyers for delete to authenticated using (authz.leads(case_id));
create policy r on public.case_documents for select to authenticated using (authz.on_case(case_id));
create policy w on public.case_documents as restrictive for all to authenticated using (not authz.walled(case_id)) with check (not authz.walled(case_id));
create policy i on public.case_documents for insert to authenticated with check (added_by = auth.uid() and authz.on_case(case_id));

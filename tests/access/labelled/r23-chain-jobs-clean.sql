-- clean
-- Jobs of a company are seen by its people; published ones by whoever has a company.
create table public.companies (id uuid primary key default gen_random_uuid(), name text not null);
create table public.company_people (company_id uuid not null references public.companies(id), user_id uuid not null references auth.users(id), primary key (company_id, user_id));
create table public.jobs (id uuid primary key default gen_random_uuid(), company_id uuid not null references public.companies(id), title text not null, published boolean not null default false);
alter table public.companies enable row level security; alter table public.company_people enable row level security; alter table public.jobs enable row level security;
create function public.of_company(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.company_people where company_id = c and user_id = auth.uid()) $$;
create policy c on public.companies for select to authenticated using (true);
create policy p on public.company_people for select to authenticated using (user_id = auth.uid());
create policy j on public.jobs for select to authenticated using (public.of_company(company_id) or (published and exists (select 1 from public.company_people x where x.user_id = auth.uid())));
create policy jw on public.jobs for all to authenticated using (public.of_company(company_id)) with check (public.of_company(company_id));

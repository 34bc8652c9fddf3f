-- expect: error|warning escalation|tampering applications
-- Who applies for a job hires himself.
create type public.app_state as enum ('new','shortlisted','rejected','hired');
create table public.companies (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null);
create table public.jobs (id uuid primary key default gen_random_uuid(), company_id uuid not null references public.companies(id), title text not null);
create table public.applications (id uuid primary key default gen_random_uuid(), job_id uuid not null references public.jobs(id), applicant_id uuid not null default auth.uid() references auth.users(id), state public.app_state not null default 'new', letter text not null);
create function public.hires_for(j uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.jobs x join public.companies c on c.id = x.company_id where x.id = j and c.owner_id = auth.uid()) $$;
alter table public.companies enable row level security; alter table public.jobs enable row level security; alter table public.applications enable row level security;
create policy c on public.companies for select using (true);
create policy ci on public.companies for insert to authenticated with check (owner_id = auth.uid());
create policy j on public.jobs for select using (true);
create policy ji on public.jobs for insert to authenticated with check (exists (select 1 from public.companies c where c.id = company_id and c.owner_id = auth.uid()));
create policy a on public.applications for select to authenticated using (applicant_id = auth.uid() or public.hires_for(job_id));
create policy ai on public.applications for insert to authenticated with check (applicant_id = auth.uid() and state = 'new');
create policy au on public.applications for update to authenticated using (public.hires_for(job_id)) with check (public.hires_for(job_id));
create policy am on public.applications for update to authenticated using (applicant_id = auth.uid()) with check (applicant_id = auth.uid());

-- Ads are written and removed by their company's recruiter, but anybody signed in may change them.
-- expect: error tampering job_ads authenticated
-- also: escalation|bypass|exposure|forgery|tampering applications|job_ads
create table public.recruiters (
  id uuid primary key references auth.users (id) on delete cascade,
  company text not null,
  website text
);
create table public.job_ads (
  id uuid primary key default gen_random_uuid(),
  recruiter_id uuid not null references public.recruiters (id) on delete cascade,
  title text not null,
  description text not null default '',
  salary_from int,
  salary_to int check (salary_to >= salary_from),
  open boolean not null default true
);
create table public.applications (
  id uuid primary key default gen_random_uuid(),
  job_ad_id uuid not null references public.job_ads (id) on delete cascade,
  candidate_id uuid not null references auth.users (id) on delete cascade,
  cover_letter text,
  unique (job_ad_id, candidate_id)
);
alter table public.recruiters enable row level security;
alter table public.job_ads enable row level security;
alter table public.applications enable row level security;
create policy "Recruiters are public" on public.recruiters for select using (true);
create policy "Be a recruiter" on public.recruiters for insert with check (auth.uid() = id);
create policy "Edit own recruiter page" on public.recruiters for update using (auth.uid() = id);
create policy "Ads are public" on public.job_ads for select using (true);
create policy "Recruiters post ads" on public.job_ads for insert with check (auth.uid() = recruiter_id);
create policy "Recruiters edit ads" on public.job_ads for update using (auth.role() = 'authenticated');
create policy "Recruiters delete ads" on public.job_ads for delete using (auth.uid() = recruiter_id);
create policy "Candidates see own applications" on public.applications for select using (auth.uid() = candidate_id);
create policy "Recruiters see applications" on public.applications for select using (
  exists (select 1 from public.job_ads a where a.id = job_ad_id and a.recruiter_id = auth.uid()));
create policy "Candidates apply" on public.applications for insert with check (auth.uid() = candidate_id);
create policy "Candidates withdraw" on public.applications for delete using (auth.uid() = candidate_id);

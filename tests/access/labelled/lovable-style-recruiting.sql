-- AI-made: recruiters and candidates. Flaw: applications may be updated by any recruiter-typed profile, and profile type is self-set.
-- expect: error escalation profiles authenticated
-- also: escalation|bypass|tampering applications|candidates
create type public.user_type as enum ('candidate', 'recruiter');
create table public.profiles (
  id uuid not null default gen_random_uuid() primary key,
  user_id uuid not null unique references auth.users(id) on delete cascade,
  user_type public.user_type not null default 'candidate',
  display_name text,
  created_at timestamp with time zone not null default now()
);
create table public.candidates (
  id uuid not null default gen_random_uuid() primary key,
  profile_id uuid not null references public.profiles(id) on delete cascade,
  cv_text text,
  expected_salary integer,
  skills text[] default '{}'
);
create table public.jobs (
  id uuid not null default gen_random_uuid() primary key,
  recruiter_id uuid not null references public.profiles(id) on delete cascade,
  title text not null,
  is_open boolean not null default true
);
create table public.applications (
  id uuid not null default gen_random_uuid() primary key,
  job_id uuid not null references public.jobs(id) on delete cascade,
  candidate_id uuid not null references public.candidates(id) on delete cascade,
  stage text not null default 'applied' check (stage in ('applied', 'interview', 'offer', 'rejected')),
  unique (job_id, candidate_id)
);
alter table public.profiles enable row level security;
alter table public.candidates enable row level security;
alter table public.jobs enable row level security;
alter table public.applications enable row level security;
create policy "Users can view their own profile" on public.profiles for select using (auth.uid() = user_id);
create policy "Users can insert their own profile" on public.profiles for insert with check (auth.uid() = user_id);
create policy "Users can update their own profile" on public.profiles for update using (auth.uid() = user_id);
create policy "Candidates manage own data" on public.candidates for all using (
  exists (select 1 from public.profiles p where p.id = candidates.profile_id and p.user_id = auth.uid()));
create policy "Recruiters view candidates" on public.candidates for select using (
  exists (select 1 from public.profiles p where p.user_id = auth.uid() and p.user_type = 'recruiter'));
create policy "Anyone views open jobs" on public.jobs for select using (is_open = true);
create policy "Recruiters manage own jobs" on public.jobs for all using (
  recruiter_id in (select id from public.profiles where user_id = auth.uid() and user_type = 'recruiter'));
create policy "Candidates view own applications" on public.applications for select using (
  candidate_id in (select c.id from public.candidates c join public.profiles p on p.id = c.profile_id where p.user_id = auth.uid()));
create policy "Candidates apply" on public.applications for insert with check (
  candidate_id in (select c.id from public.candidates c join public.profiles p on p.id = c.profile_id where p.user_id = auth.uid()));
create policy "Recruiters view applications to own jobs" on public.applications for select using (
  job_id in (select j.id from public.jobs j join public.profiles p on p.id = j.recruiter_id where p.user_id = auth.uid()));
create policy "Recruiters update applications to own jobs" on public.applications for update using (
  job_id in (select j.id from public.jobs j join public.profiles p on p.id = j.recruiter_id where p.user_id = auth.uid()));

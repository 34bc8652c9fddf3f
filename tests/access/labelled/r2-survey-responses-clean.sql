-- The answers are for the survey's owner only.
-- clean
create table public.surveys (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), title text not null, active boolean not null default true);
create table public.responses (
  id uuid primary key default gen_random_uuid(),
  survey_id uuid not null references public.surveys(id) on delete cascade,
  respondent_email text,
  answers jsonb not null
);
alter table public.surveys enable row level security;
alter table public.responses enable row level security;
create policy "active surveys" on public.surveys for select using (active or owner_id = auth.uid());
create policy "own surveys" on public.surveys for insert to authenticated with check (owner_id = auth.uid());
create policy "edit surveys" on public.surveys for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "answer" on public.responses for insert with check (exists (select 1 from public.surveys s where s.id = survey_id and s.active));
create policy "read answers" on public.responses for select to authenticated using (exists (select 1 from public.surveys s where s.id = survey_id and s.owner_id = auth.uid()));

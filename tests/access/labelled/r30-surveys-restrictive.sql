-- Answers have restrictive policies only: nothing permits, so that nobody answers at all.
-- expect: error|warning dead answers authenticated
create table public.surveys (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null,
  closes_at timestamptz
);
create table public.questions (
  id uuid primary key default gen_random_uuid(),
  survey_id uuid not null references public.surveys (id) on delete cascade,
  wording text not null,
  position int not null default 0
);
create table public.answers (
  id uuid primary key default gen_random_uuid(),
  question_id uuid not null references public.questions (id) on delete cascade,
  respondent_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  answer text
);
alter table public.surveys enable row level security;
alter table public.questions enable row level security;
alter table public.answers enable row level security;
create policy "open surveys" on public.surveys for select using (closes_at is null or closes_at > now() or owner_id = auth.uid());
create policy "owners keep surveys" on public.surveys for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "questions of open surveys" on public.questions for select using (exists (select 1 from public.surveys s where s.id = survey_id));
create policy "owners keep questions" on public.questions for all to authenticated
  using (exists (select 1 from public.surveys s where s.id = survey_id and s.owner_id = auth.uid()))
  with check (exists (select 1 from public.surveys s where s.id = survey_id and s.owner_id = auth.uid()));
create policy "own answers only" on public.answers as restrictive for all to authenticated
  using (respondent_id = auth.uid()) with check (respondent_id = auth.uid());
create policy "while it is open" on public.answers as restrictive for insert to authenticated with check (
  exists (select 1 from public.questions q join public.surveys s on s.id = q.survey_id
          where q.id = question_id and (s.closes_at is null or s.closes_at > now())));

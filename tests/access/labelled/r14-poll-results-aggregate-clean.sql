-- Votes are secret; the results are counted by a function that gives numbers only.
-- clean

create table public.questions (
  id uuid primary key default gen_random_uuid(),
  text text not null,
  closes_at timestamptz not null
);
create table public.votes (
  question_id uuid not null references public.questions (id),
  voter_id uuid not null default auth.uid() references auth.users (id),
  yes boolean not null,
  primary key (question_id, voter_id)
);
alter table public.questions enable row level security;
alter table public.votes enable row level security;
create policy "questions" on public.questions for select using (true);
create policy "own vote" on public.votes for select to authenticated using (voter_id = (select auth.uid()));
create policy "vote" on public.votes for insert to authenticated
  with check (voter_id = (select auth.uid()) and exists (select 1 from public.questions q where q.id = question_id and q.closes_at > now()));
create function public.results(p_question uuid) returns table (yes_votes bigint, no_votes bigint)
language sql stable security definer set search_path = '' as $$
  select count(*) filter (where v.yes), count(*) filter (where not v.yes) from public.votes v where v.question_id = p_question
$$;

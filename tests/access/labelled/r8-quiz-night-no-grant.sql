-- Pub quizzes: a policy lets signed-in hosts keep their questions, but the grant was taken away with everything else.
-- expect: error|warning dead questions
create table public.quizzes (
  id uuid primary key default gen_random_uuid(),
  host_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  starts_at timestamptz
);
create table public.questions (
  id uuid primary key default gen_random_uuid(),
  quiz_id uuid not null references public.quizzes(id) on delete cascade,
  host_id uuid not null references auth.users(id) on delete cascade,
  prompt text not null,
  answer text not null
);
create table public.teams (
  id uuid primary key default gen_random_uuid(),
  quiz_id uuid not null references public.quizzes(id) on delete cascade,
  name text not null,
  captain_id uuid not null references auth.users(id) on delete cascade,
  unique (quiz_id, name)
);
alter table public.quizzes enable row level security;
alter table public.questions enable row level security;
alter table public.teams enable row level security;
revoke all on public.quizzes, public.questions, public.teams from anon, authenticated;
grant select on public.quizzes, public.teams to anon, authenticated;
grant insert, update, delete on public.quizzes to authenticated;
grant insert, delete on public.teams to authenticated;
create policy "quizzes are public" on public.quizzes for select to anon, authenticated using (true);
create policy "hosts create quizzes" on public.quizzes for insert to authenticated with check (host_id = auth.uid());
create policy "hosts change quizzes" on public.quizzes for update to authenticated using (host_id = auth.uid()) with check (host_id = auth.uid());
create policy "hosts delete quizzes" on public.quizzes for delete to authenticated using (host_id = auth.uid());
create policy "hosts keep their questions" on public.questions for all to authenticated
  using (host_id = auth.uid()) with check (host_id = auth.uid() and exists (select 1 from public.quizzes q where q.id = quiz_id and q.host_id = auth.uid()));
create policy "teams are public" on public.teams for select to anon, authenticated using (true);
create policy "captains register" on public.teams for insert to authenticated with check (captain_id = auth.uid());
create policy "captains withdraw" on public.teams for delete to authenticated using (captain_id = auth.uid());

-- clean
-- Online exams: the key lies in a table for nobody, attempts are graded by a function, teachers see their own exams' attempts.
create table public.exams (
  id uuid primary key default gen_random_uuid(),
  teacher_id uuid not null default auth.uid() references auth.users(id),
  title text not null,
  open boolean not null default false
);
create table public.questions (
  id uuid primary key default gen_random_uuid(),
  exam_id uuid not null references public.exams(id) on delete cascade,
  prompt text not null,
  options text[] not null check (cardinality(options) between 2 and 6)
);
create table public.answer_key (
  question_id uuid primary key references public.questions(id) on delete cascade,
  correct int not null check (correct >= 1)
);
create table public.attempts (
  id uuid primary key default gen_random_uuid(),
  exam_id uuid not null references public.exams(id),
  student_id uuid not null references auth.users(id),
  answers jsonb not null default '{}',
  score int,
  unique (exam_id, student_id)
);
create function public.teaches_exam(e uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.exams where id = e and teacher_id = (select auth.uid())) $$;
alter table public.exams enable row level security;
alter table public.questions enable row level security;
alter table public.answer_key enable row level security;
alter table public.attempts enable row level security;
create policy "open exams" on public.exams for select to authenticated using (open or teacher_id = auth.uid());
create policy "teachers make exams" on public.exams for insert to authenticated with check (teacher_id = auth.uid());
create policy "teachers change exams" on public.exams for update to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
create policy "questions of visible exams" on public.questions for select to authenticated using (exists (select 1 from public.exams e where e.id = exam_id));
create policy "teachers write questions" on public.questions for all to authenticated using (public.teaches_exam(exam_id)) with check (public.teaches_exam(exam_id));
create policy "teachers keep the key" on public.answer_key for all to authenticated
  using (exists (select 1 from public.questions q where q.id = question_id and public.teaches_exam(q.exam_id)))
  with check (exists (select 1 from public.questions q where q.id = question_id and public.teaches_exam(q.exam_id)));
create policy "own attempts" on public.attempts for select to authenticated using (student_id = auth.uid() or public.teaches_exam(exam_id));
create function public.submit_attempt(p_exam uuid, p_answers jsonb) returns int language plpgsql security definer set search_path = '' as $$
declare v_score int;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  if not exists (select 1 from public.exams where id = p_exam and open) then raise exception 'this exam is not open'; end if;
  select count(*) into v_score from public.questions q join public.answer_key k on k.question_id = q.id
   where q.exam_id = p_exam and (p_answers ->> q.id::text) = k.correct::text;
  insert into public.attempts (exam_id, student_id, answers, score) values (p_exam, auth.uid(), p_answers, v_score);
  return v_score;
end $$;

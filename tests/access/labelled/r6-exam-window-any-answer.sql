-- While an exam is open, everyone may change everyone's answers: the window is checked and the candidate forgotten.
-- expect: error tampering exam_answers authenticated
-- also: forgery exam_answers
create table exams (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  check (closes_at > opens_at)
);
create table exam_answers (
  exam_id uuid not null references exams,
  candidate_id uuid not null references auth.users,
  question smallint not null check (question between 1 and 100),
  answer text,
  primary key (exam_id, candidate_id, question)
);
alter table exams enable row level security;
alter table exam_answers enable row level security;
create policy "exams" on exams for select to authenticated using (true);
create policy "own answers, and the live board while open" on exam_answers for select to authenticated using (
  candidate_id = auth.uid() or exists (select from exams e where e.id = exam_id and now() between e.opens_at and e.closes_at));
create policy "answer" on exam_answers for insert to authenticated with check (
  candidate_id = auth.uid() and exists (select from exams e where e.id = exam_id and now() between e.opens_at and e.closes_at));
create policy "correct while open" on exam_answers for update to authenticated
  using (exists (select from exams e where e.id = exam_id and now() between e.opens_at and e.closes_at));

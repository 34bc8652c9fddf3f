-- candidate_id = caller OR the window is open.
-- expect: error forgery exam_sheets authenticated
create table press_releases (
  id int generated always as identity primary key,
  editor_id uuid not null default auth.uid() references auth.users,
  headline text not null,
  public_at timestamptz not null
);
create table press_subscribers (
  user_id uuid primary key references auth.users on delete cascade,
  valid_during tstzrange not null
);
create table exam_windows (
  exam text primary key,
  during tstzrange not null check (not isempty(during))
);
create table exam_sheets (
  exam text references exam_windows,
  candidate_id uuid default auth.uid() references auth.users,
  answers jsonb not null default '{}',
  primary key (exam, candidate_id)
);
alter table press_releases enable row level security;
alter table press_subscribers enable row level security;
alter table exam_windows enable row level security;
alter table exam_sheets enable row level security;
create policy "after the embargo" on press_releases for select using (public_at <= now());
create policy "editors" on press_releases for all to authenticated using (editor_id = auth.uid()) with check (editor_id = auth.uid());
create policy "subscribers a day before" on press_releases for select to authenticated using (
  public_at <= now() + interval '1 day'
  and exists (select 1 from press_subscribers s where s.user_id = auth.uid() and s.valid_during @> now()));
create policy "own subscription" on press_subscribers for select to authenticated using (user_id = auth.uid());
create policy "windows" on exam_windows for select to authenticated using (true);
create policy "own sheet" on exam_sheets for select to authenticated using (candidate_id = auth.uid());
create policy "hand in" on exam_sheets for insert to authenticated with check (
  candidate_id = auth.uid() or exists (select 1 from exam_windows w where w.exam = exam_sheets.exam and w.during @> now()));
create policy "correct" on exam_sheets for update to authenticated
  using (candidate_id = auth.uid() and exists (select 1 from exam_windows w where w.exam = exam_sheets.exam and w.during @> now()))
  with check (candidate_id = auth.uid() and exists (select 1 from exam_windows w where w.exam = exam_sheets.exam and w.during @> now()));

-- Mentors read along, and who is whose mentor is set by the service.
-- clean

create table public.mentorships (
  mentor_id uuid not null references auth.users (id),
  mentee_id uuid not null references auth.users (id),
  since date not null default current_date,
  primary key (mentor_id, mentee_id),
  check (mentor_id <> mentee_id)
);
create table public.diaries (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id),
  entry text not null
);
alter table public.mentorships enable row level security;
alter table public.diaries enable row level security;
create policy "mine" on public.mentorships for select to authenticated using ((select auth.uid()) in (mentor_id, mentee_id));
create policy "own entries" on public.diaries for all to authenticated
  using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
create policy "mentors read along" on public.diaries for select to authenticated
  using (author_id in (select m.mentee_id from public.mentorships m where m.mentor_id = (select auth.uid())));

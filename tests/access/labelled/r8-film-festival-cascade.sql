-- A film festival: whoever proposed a section deletes it, and with it the films that others sent in, which he may not even read.
-- expect: error|warning bypass|tampering sections|submissions
create table public.jury (user_id uuid primary key references auth.users(id) on delete cascade, name text not null);
create table public.sections (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  created_by uuid not null references auth.users(id)
);
create table public.submissions (
  id uuid primary key default gen_random_uuid(),
  section_id uuid not null references public.sections(id) on delete cascade,
  director_id uuid not null references auth.users(id),
  title text not null,
  minutes int not null check (minutes between 1 and 240),
  screener_url text
);
create table public.scores (
  submission_id uuid not null references public.submissions(id) on delete cascade,
  jury_id uuid not null references public.jury(user_id),
  score numeric(3,1) not null check (score between 0 and 10),
  primary key (submission_id, jury_id)
);
create function public.is_jury() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.jury where user_id = (select auth.uid())) $$;
alter table public.jury enable row level security;
alter table public.sections enable row level security;
alter table public.submissions enable row level security;
alter table public.scores enable row level security;
create policy "jury is public" on public.jury for select using (true);
create policy "sections are public" on public.sections for select using (true);
create policy "directors propose sections" on public.sections for insert to authenticated with check (created_by = auth.uid());
create policy "sections go" on public.sections for delete to authenticated using (created_by = auth.uid());
create policy "own submissions, and the jury" on public.submissions for select to authenticated using (director_id = auth.uid() or public.is_jury());
create policy "submit" on public.submissions for insert to authenticated with check (director_id = auth.uid());
create policy "withdraw own" on public.submissions for delete to authenticated using (director_id = auth.uid());
create policy "jury scores" on public.scores for all to authenticated using (jury_id = auth.uid() and public.is_jury()) with check (jury_id = auth.uid() and public.is_jury());

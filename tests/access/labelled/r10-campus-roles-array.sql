-- Roles in an array of one's own profile, and a forum in which the author is whoever the text says.
-- expect: error escalation profiles|grade_appeals authenticated
-- expect: error forgery forum_posts authenticated

create table public.profiles (
  id uuid primary key references auth.users (id),
  bio text,
  avatar_url text,
  roles text[] not null default array['student']
);
create table public.grade_appeals (
  id uuid primary key default gen_random_uuid(),
  student_id uuid not null default auth.uid() references public.profiles (id),
  course text not null,
  reason text not null
);
create table public.forum_posts (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references public.profiles (id),
  body text not null
);
create table public.buildings (id int primary key, name text not null);
alter table public.profiles enable row level security;
alter table public.grade_appeals enable row level security;
alter table public.forum_posts enable row level security;
alter table public.buildings enable row level security;
create policy "buildings" on public.buildings for select using (true);
create policy "own profile" on public.profiles for select to authenticated using (id = auth.uid());
create policy "edit profile" on public.profiles for update to authenticated using (id = auth.uid());
create policy "own appeals" on public.grade_appeals for select to authenticated using (student_id = auth.uid());
create policy "registrars" on public.grade_appeals for select to authenticated
  using ('registrar' = any (array(select unnest(p.roles) from public.profiles p where p.id = auth.uid())));
create policy "appeal" on public.grade_appeals for insert to authenticated with check (student_id = auth.uid());
create policy "forum" on public.forum_posts for select to authenticated using (true);
create policy "post" on public.forum_posts for insert to authenticated with check (auth.uid() is not null);
create policy "edit post" on public.forum_posts for update to authenticated using (author_id = auth.uid());
create policy "delete post" on public.forum_posts for delete to authenticated using (author_id = auth.uid());

-- A forum: the moderators' table asks itself who is a moderator, and the threads ask the moderators.
-- expect: error|warning error moderators
-- also: error threads|replies|moderators
create table public.moderators (user_id uuid primary key references auth.users(id) on delete cascade, level int not null default 1 check (level between 1 and 3));
create table public.threads (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  hidden boolean not null default false
);
create table public.replies (
  id uuid primary key default gen_random_uuid(),
  thread_id uuid not null references public.threads(id) on delete cascade,
  author_id uuid not null references auth.users(id) on delete cascade,
  body text not null
);
create table public.emojis (code text primary key, image_url text not null);
alter table public.moderators enable row level security;
alter table public.threads enable row level security;
alter table public.replies enable row level security;
alter table public.emojis enable row level security;
create policy "Moderators can view moderators" on public.moderators for select using (
  exists (select 1 from public.moderators m where m.user_id = auth.uid() and m.level >= 2));
create policy "Visible threads" on public.threads for select using (not hidden or exists (select 1 from public.moderators m where m.user_id = auth.uid()));
create policy "Start thread" on public.threads for insert with check (author_id = auth.uid());
create policy "Replies of visible threads" on public.replies for select using (exists (select 1 from public.threads t where t.id = thread_id));
create policy "Reply" on public.replies for insert with check (author_id = auth.uid());
create policy "Emojis" on public.emojis for select using (true);

-- A post is corrected by those who write for its magazine; the corrected row may stand in any magazine.
-- expect: error tampering|forgery|escalation posts authenticated

create table public.magazines (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
create table public.writers (
  magazine_id uuid not null references public.magazines (id),
  user_id uuid not null references auth.users (id),
  primary key (magazine_id, user_id)
);
create table public.posts (
  id uuid primary key default gen_random_uuid(),
  magazine_id uuid not null references public.magazines (id),
  headline text not null,
  body text
);
alter table public.magazines enable row level security;
alter table public.writers enable row level security;
alter table public.posts enable row level security;
create policy "magazines" on public.magazines for select using (true);
create policy "imprint" on public.writers for select using (true);
create policy "posts" on public.posts for select using (true);
create policy "write" on public.posts for insert to authenticated
  with check (exists (select 1 from public.writers w where w.magazine_id = posts.magazine_id and w.user_id = auth.uid()));
create policy "correct" on public.posts for update to authenticated
  using (exists (select 1 from public.writers w where w.magazine_id = posts.magazine_id and w.user_id = auth.uid()))
  with check (exists (select 1 from public.writers w where w.user_id = auth.uid()));
create policy "withdraw" on public.posts for delete to authenticated
  using (exists (select 1 from public.writers w where w.magazine_id = posts.magazine_id and w.user_id = auth.uid()));

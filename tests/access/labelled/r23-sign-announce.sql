-- expect: error|warning forgery announcements
-- Staff announce; whose name stands below is free.
create table public.staff (user_id uuid primary key references auth.users(id) on delete cascade, title text);
create table public.announcements (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), body text not null, created_at timestamptz not null default now());
alter table public.staff enable row level security; alter table public.announcements enable row level security;
create policy s on public.staff for select to authenticated using (user_id = auth.uid());
create policy a on public.announcements for select using (true);
create policy ai on public.announcements for insert to authenticated with check (exists (select 1 from public.staff s where s.user_id = auth.uid()));
create policy au on public.announcements for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy ad on public.announcements for delete to authenticated using (author_id = auth.uid());

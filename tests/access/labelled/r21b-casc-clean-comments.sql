-- clean
create table public.posts (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), body text not null);
create table public.comments (id uuid primary key default gen_random_uuid(), post_id uuid not null references public.posts(id) on delete cascade, author_id uuid not null default auth.uid() references auth.users(id), body text not null);
create table public.bookmarks (post_id uuid not null references public.posts(id) on delete cascade, user_id uuid not null default auth.uid() references auth.users(id), primary key (post_id, user_id));
alter table public.posts enable row level security; alter table public.comments enable row level security; alter table public.bookmarks enable row level security;
create policy p on public.posts for select using (true);
create policy pa on public.posts for all to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy c on public.comments for select using (true);
create policy ca on public.comments for all to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy b on public.bookmarks for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());

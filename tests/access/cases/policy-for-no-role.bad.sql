-- expect: warning policy-without-grant posts
create role page_editor nologin;
create table public.posts (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text);
alter table public.posts enable row level security;
grant select, update on public.posts to page_editor;
create policy own on public.posts for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy ed on public.posts for update to page_editor using (true);

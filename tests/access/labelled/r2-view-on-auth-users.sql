-- A view of auth.users for the user list.
-- expect: error bypass|exposure user_directory anon
create table public.posts (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.posts enable row level security;
create policy r on public.posts for select using (true);
create policy i on public.posts for insert to authenticated with check (author_id = auth.uid());
create view public.user_directory as select id, email, raw_user_meta_data ->> 'full_name' as full_name, last_sign_in_at from auth.users;

-- expect: error view-writes-past-rls post_list
create table public.posts (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), title text not null, published boolean not null default false);
alter table public.posts enable row level security;
create policy r on public.posts for select using (published or user_id = auth.uid());
create policy w on public.posts for insert to authenticated with check (user_id = auth.uid());
create view public.post_list as select id, user_id, title, published from public.posts where published;
revoke update, delete on public.post_list from anon, authenticated;

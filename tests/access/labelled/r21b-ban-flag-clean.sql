-- clean
create table public.posts (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), body text not null, draft boolean not null default true);
alter table public.posts enable row level security;
create policy own on public.posts for select to authenticated using (author_id = auth.uid());
create policy i on public.posts for insert to authenticated with check (author_id = auth.uid());
create policy pub on public.posts for select using (not draft);

-- clean
create table public.blocks (blocker uuid references auth.users(id), blocked uuid references auth.users(id), primary key (blocker, blocked), check (blocker <> blocked));
create table public.posts (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.blocks enable row level security; alter table public.posts enable row level security;
create policy s on public.blocks for all to authenticated using (blocker = auth.uid()) with check (blocker = auth.uid());
create policy own on public.posts for insert to authenticated with check (author_id = auth.uid());
create policy del on public.posts for delete to authenticated using (author_id = auth.uid());
create function public.blocked_by(a uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.blocks where blocker = a and blocked = auth.uid()) $$;
create policy "everyone but the blocked" on public.posts for select to authenticated using (not public.blocked_by(author_id));

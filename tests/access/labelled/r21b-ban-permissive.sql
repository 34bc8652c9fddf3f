-- expect: error|warning|review exposure|bypass|escalation posts
create table public.bans (user_id uuid primary key references auth.users(id));
create table public.posts (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.bans enable row level security; alter table public.posts enable row level security;
create policy s on public.bans for select to authenticated using (user_id = auth.uid());
create policy own on public.posts for all to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy "banned people see nothing" on public.posts for select to authenticated using (not exists (select 1 from public.bans b where b.user_id = auth.uid()));

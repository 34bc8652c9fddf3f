-- expect: error self-promotion bans
create table public.bans (user_id uuid primary key references auth.users(id), reason text not null, active boolean not null default true);
create table public.posts (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text);
alter table public.bans enable row level security;
alter table public.posts enable row level security;
create policy see on public.bans for select to authenticated using (user_id = auth.uid());
create policy del on public.bans for delete to authenticated using (user_id = auth.uid());
create policy r on public.posts for select to authenticated using (not exists (select 1 from public.bans b where b.user_id = auth.uid()));
create policy w on public.posts for insert to authenticated with check (user_id = auth.uid());

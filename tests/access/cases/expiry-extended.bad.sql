-- expect: error self-promotion subscriptions
create table public.subscriptions (user_id uuid primary key references auth.users(id), plan text not null default 'basic', expires_at timestamptz not null default now());
create table public.courses (id uuid primary key default gen_random_uuid(), title text not null, body text not null);
alter table public.subscriptions enable row level security;
alter table public.courses enable row level security;
create policy s on public.subscriptions for select to authenticated using (user_id = auth.uid());
create policy u on public.subscriptions for update to authenticated using (user_id = auth.uid());
create policy c on public.courses for select to authenticated using (exists (select 1 from public.subscriptions s where s.user_id = auth.uid() and s.expires_at > now()));

-- App settings: "authenticated can manage" left over: any user changes the price list and the announcement.
-- expect: warning|error tampering app_settings authenticated
create table public.app_settings (key text primary key, value jsonb not null, updated_at timestamptz not null default now());
create table public.todos (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users(id), title text not null);
alter table public.app_settings enable row level security;
alter table public.todos enable row level security;
create policy "read settings" on public.app_settings for select using (true);
create policy "manage settings" on public.app_settings for all to authenticated using (auth.uid() is not null) with check (auth.uid() is not null);
create policy own on public.todos for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());

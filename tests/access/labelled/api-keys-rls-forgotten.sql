-- A settings table and the API keys; row-level security on one of them only.
-- expect: error exposure api_keys anon
-- also: exposure|forgery|tampering|bypass api_keys
create table user_settings (user_id uuid primary key references auth.users on delete cascade, theme text default 'dark', locale text default 'en');
create table api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade,
  provider text not null,
  secret_key text not null,
  created_at timestamptz default now()
);
alter table user_settings enable row level security;
create policy "own settings" on user_settings for all using (auth.uid() = user_id) with check (auth.uid() = user_id);
create policy "own keys" on api_keys for all using (auth.uid() = user_id) with check (auth.uid() = user_id);

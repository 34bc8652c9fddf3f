-- UPDATE has USING (true): an upsert with one's own user_id takes another's device token over.
-- expect: error tampering|bypass push_tokens authenticated
-- also: exposure push_tokens
create table user_settings (
  user_id uuid primary key references auth.users(id) on delete cascade,
  locale text not null default 'en' check (locale in ('en', 'de', 'fr')),
  theme text not null default 'light'
);
create table push_tokens (
  token text primary key check (length(token) >= 8),
  user_id uuid not null references auth.users(id) on delete cascade,
  device text,
  updated_at timestamptz not null default now()
);
alter table user_settings enable row level security;
alter table push_tokens enable row level security;
create policy "settings" on user_settings for all to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "tokens read" on push_tokens for select to authenticated using (true);
create policy "tokens register" on push_tokens for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "tokens refresh" on push_tokens for update to authenticated using (true) with check ((select auth.uid()) = user_id);
create policy "tokens forget" on push_tokens for delete to authenticated using ((select auth.uid()) = user_id);

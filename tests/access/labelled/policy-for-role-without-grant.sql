-- Privileges revoked from the API, policies still there: access never works.
-- expect: warning|error dead|error bookmarks authenticated
create table bookmarks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  url text not null
);
alter table bookmarks enable row level security;
revoke all on bookmarks from anon, authenticated;
create policy "own" on bookmarks for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());

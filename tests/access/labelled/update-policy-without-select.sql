-- UPDATE policy without SELECT: PostgREST's PATCH ?id=eq.… finds nothing.
-- expect: warning dead preferences authenticated
create table preferences (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  theme text not null default 'light',
  email_digest boolean not null default true
);
alter table preferences enable row level security;
create policy "create" on preferences for insert to authenticated with check (user_id = auth.uid());
create policy "change" on preferences for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());

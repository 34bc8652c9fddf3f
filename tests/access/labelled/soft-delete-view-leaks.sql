-- A "trash" view for support, owned by postgres, open to everyone: it shows others' deleted notes.
-- expect: error bypass deleted_notes anon
create table notes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  body text not null,
  deleted_at timestamptz
);
alter table notes enable row level security;
create policy "read" on notes for select to authenticated using (user_id = auth.uid() and deleted_at is null);
create policy "write" on notes for insert to authenticated with check (user_id = auth.uid());
create policy "edit" on notes for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create view active_notes with (security_invoker = on) as select id, user_id, body from notes where deleted_at is null;
create view deleted_notes as select id, user_id, body, deleted_at from notes where deleted_at is not null;

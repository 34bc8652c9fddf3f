-- Soft delete through a definer function because a SELECT policy hides deleted rows.
-- clean
create table notes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  body text not null,
  deleted_at timestamptz
);
alter table notes enable row level security;
create policy "read" on notes for select to authenticated using (user_id = auth.uid() and deleted_at is null);
create policy "write" on notes for insert to authenticated with check (user_id = auth.uid() and deleted_at is null);
create policy "edit" on notes for update to authenticated using (user_id = auth.uid() and deleted_at is null) with check (user_id = auth.uid());
create function delete_note(note uuid) returns void language sql security definer set search_path = '' as $$
  update public.notes set deleted_at = now() where id = note and user_id = auth.uid()
$$;

-- The bin shows everybody's deleted notes: its own condition is deleted_at alone.
-- expect: error bypass trash|notes authenticated
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  body text not null,
  deleted_at timestamptz
);
alter table public.notes enable row level security;
create policy "live notes" on public.notes for select to authenticated using (user_id = auth.uid() and deleted_at is null);
create policy "write notes" on public.notes for insert to authenticated with check (user_id = auth.uid());
create policy "edit notes" on public.notes for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create view public.trash as select id, user_id, body, deleted_at from public.notes where deleted_at is not null;

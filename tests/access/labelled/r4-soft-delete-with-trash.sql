-- Soft delete: live rows and the trash both belong to the owner; a view shows the live ones with the caller's rights.
-- clean
create table public.files (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  name text not null,
  shared boolean not null default false,
  deleted_at timestamptz
);
create view public.live_files with (security_invoker = true) as
  select id, owner_id, name, shared from public.files where deleted_at is null;
alter table public.files enable row level security;
create policy "own" on public.files for select to authenticated using (owner_id = auth.uid());
create policy "shared and live" on public.files for select to anon, authenticated using (shared and deleted_at is null);
create policy "add" on public.files for insert to authenticated with check (owner_id = auth.uid() and deleted_at is null);
create policy "edit" on public.files for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create or replace function public.trash_file(p_id uuid) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  update public.files set deleted_at = now(), shared = false where id = p_id and owner_id = auth.uid() and deleted_at is null;
  return found;
end $$;
create or replace function public.purge_trash() returns int language sql security definer set search_path = '' as $$
  with gone as (delete from public.files where owner_id = auth.uid() and deleted_at is not null returning 1) select count(*)::int from gone;
$$;

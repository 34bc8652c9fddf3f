-- A function copies the table for whoever presses the button, into a table that lies open.
-- expect: error|warning bypass|exposure backup_contacts|contacts_backup|contacts anon|authenticated
-- also: bypass|exposure|tampering|forgery backup_contacts|contacts_backup|contacts

create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null,
  phone text
);
create table public.contacts_backup (like public.contacts including defaults);
alter table public.contacts enable row level security;
create policy "own contacts" on public.contacts for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.backup_contacts() returns void language sql security definer set search_path = '' as $$
  insert into public.contacts_backup select * from public.contacts
$$;

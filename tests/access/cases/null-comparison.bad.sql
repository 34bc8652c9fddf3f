-- expect: warning policy-never-true files
create table public.files (id uuid primary key default gen_random_uuid(), owner_id uuid references auth.users(id), path text not null);
alter table public.files enable row level security;
create policy own on public.files for select to authenticated using (owner_id = auth.uid());
create policy unassigned on public.files for update to authenticated using (owner_id = null);

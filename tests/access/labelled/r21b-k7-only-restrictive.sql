-- expect: warning|error dead notes
create table public.notes (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.notes enable row level security;
create policy a on public.notes as restrictive for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy b on public.notes as restrictive for select to anon using (false);

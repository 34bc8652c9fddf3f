-- expect: error escalation archivists
create table public.archivists (id uuid primary key references auth.users (id), name text, clearance int not null default 0 check (clearance between 0 and 5));
create table public.records (id uuid primary key default gen_random_uuid(), title text not null, classification int not null default 0 check (classification between 0 and 5));
alter table public.archivists enable row level security; alter table public.records enable row level security;
create policy a on public.archivists for select to authenticated using (id = auth.uid());
create policy b on public.archivists for update to authenticated using (id = auth.uid());
create policy c on public.records for select to authenticated using (classification <= (select a.clearance from public.archivists a where a.id = auth.uid()));

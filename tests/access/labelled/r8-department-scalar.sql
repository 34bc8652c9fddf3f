-- expect: error escalation archivists
create table public.archivists (id uuid primary key references auth.users (id), dept text not null default 'none');
create table public.records (id uuid primary key default gen_random_uuid(), title text not null, dept text not null);
alter table public.archivists enable row level security; alter table public.records enable row level security;
create policy a on public.archivists for select to authenticated using (id = auth.uid());
create policy b on public.archivists for update to authenticated using (id = auth.uid());
create policy c on public.records for select to authenticated using (dept = (select a.dept from public.archivists a where a.id = auth.uid()));

-- Records are read up to one's clearance, which stands in one's own row.
-- expect: error escalation archivists|records authenticated

create table public.archivists (
  id uuid primary key references auth.users (id),
  name text not null,
  clearance int not null default 0 check (clearance between 0 and 5)
);
create table public.records (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  classification int not null check (classification between 1 and 5),
  content text not null
);
alter table public.archivists enable row level security;
alter table public.records enable row level security;
create policy "self" on public.archivists for select to authenticated using (id = (select auth.uid()));
create policy "register" on public.archivists for insert to authenticated
  with check (id = (select auth.uid()) and clearance = 0);
create policy "edit self" on public.archivists for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "up to one's clearance" on public.records for select to authenticated
  using (classification <= (select a.clearance from public.archivists a where a.id = (select auth.uid())));

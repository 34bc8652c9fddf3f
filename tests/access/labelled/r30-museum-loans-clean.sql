-- Objects of a museum and their loans: partitions that the API can't reach, a materialized view behind a function, an
-- archive that inherits and is as closed as its parent.
-- clean
create table curators (user_id uuid primary key references auth.users on delete cascade, department text not null);
alter table curators enable row level security;
create policy "curators know themselves" on curators for select to authenticated using (user_id = (select auth.uid()));

create function my_department() returns text language sql stable security definer set search_path = '' as
$$ select c.department from public.curators c where c.user_id = (select auth.uid()) $$;

create table objects (
  id int generated always as identity primary key,
  department text not null,
  title text not null,
  on_display boolean not null default false
);
create table objects_archive (archived_at timestamptz not null default now()) inherits (objects);
create table loans (
  id bigint generated always as identity,
  object_id int not null,
  borrower text not null,
  starts date not null,
  ends date not null,
  primary key (id, starts)
) partition by range (starts);
create table loans_2025 partition of loans for values from ('2025-01-01') to ('2026-01-01');
create table loans_2026 partition of loans for values from ('2026-01-01') to ('2027-01-01');
create table loans_rest partition of loans default;

alter table objects enable row level security;
alter table objects_archive enable row level security;
alter table loans enable row level security;
alter table loans_2025 enable row level security;
alter table loans_2026 enable row level security;
revoke all on loans_rest from anon, authenticated;

create policy "curators keep their department's objects" on objects for all to authenticated
  using (department = (select my_department())) with check (department = (select my_department()));
create policy "curators read their department's loans" on loans for select to authenticated using (
  exists (select 1 from objects o where o.id = object_id and o.department = (select my_department())));
create policy "curators lend" on loans for insert to authenticated with check (
  exists (select 1 from objects o where o.id = object_id and o.department = (select my_department())));

-- the catalogue: what hangs on the walls is everyone's to read, what it is worth stands in a table of its own
create policy "visitors read what is on display" on objects for select to anon, authenticated using (on_display);
create view catalogue with (security_invoker) as select id, department, title from objects where on_display;

create table valuations (
  object_id int primary key references objects on delete cascade,
  insured numeric(12,2) not null check (insured >= 0)
);
alter table valuations enable row level security;
create policy "curators value their department's objects" on valuations for all to authenticated
  using (exists (select 1 from objects o where o.id = object_id and o.department = (select my_department())))
  with check (exists (select 1 from objects o where o.id = object_id and o.department = (select my_department())));

create materialized view department_totals as
  select o.department, count(*) as objects, sum(v.insured) as insured
  from objects o left join valuations v on v.object_id = o.id group by o.department;
revoke all on department_totals from anon, authenticated;
create function my_department_totals() returns table (objects bigint, insured numeric)
language sql stable security definer set search_path = '' as $$
  select t.objects, t.insured from public.department_totals t where t.department = public.my_department()
$$;

-- private.my_company() lost SECURITY DEFINER: recursion.
-- expect: error error employees|assets|companies authenticated
-- also: error|dead employees|assets|companies
create schema if not exists private;
grant usage on schema private to authenticated;
create table companies (id uuid primary key default gen_random_uuid(), name text not null);
create table employees (
  user_id uuid primary key references auth.users(id) on delete cascade,
  company_id uuid not null references companies(id) on delete cascade,
  suspended boolean not null default false
);
create table assets (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references companies(id) on delete cascade,
  label text not null,
  value_cents bigint not null default 0
);
create function private.my_company() returns uuid language sql stable  set search_path = '' as
$$ select company_id from public.employees where user_id = auth.uid() and not suspended $$;
alter table companies enable row level security;
alter table employees enable row level security;
alter table assets enable row level security;
create policy "own company" on companies for select to authenticated using (id = private.my_company());
create policy "colleagues" on employees for select to authenticated using (company_id = private.my_company());
create policy "everybody works with assets" on assets for all to authenticated using (true) with check (true);
create policy "of the own company only" on assets as restrictive for all to public
  using (company_id = (select private.my_company())) with check (company_id = (select private.my_company()));

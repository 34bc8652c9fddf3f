-- users.company_id decides the tenant; users update their own row, company_id included.
-- expect: error escalation app_users authenticated
-- also: escalation|bypass deals|companies|app_users
create table companies (id uuid primary key default gen_random_uuid(), name text not null);
create table app_users (
  id uuid primary key references auth.users on delete cascade,
  company_id uuid references companies(id),
  full_name text not null default '',
  phone text
);
create table deals (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references companies(id),
  title text not null,
  amount numeric not null default 0,
  stage text not null default 'lead' check (stage in ('lead','qualified','won','lost'))
);
create or replace function current_company() returns uuid language sql stable security definer set search_path = public as
$$ select company_id from app_users where id = auth.uid() $$;
alter table companies enable row level security;
alter table app_users enable row level security;
alter table deals enable row level security;
create policy "own company" on companies for select using (id = current_company());
create policy "colleagues" on app_users for select using (id = auth.uid() or company_id = current_company());
create policy "edit self" on app_users for update using (id = auth.uid()) with check (id = auth.uid());
create policy "company deals" on deals for all using (company_id = current_company()) with check (company_id = current_company());

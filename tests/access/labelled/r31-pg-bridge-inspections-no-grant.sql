-- Inspectors may correct their own reports, says the policy; the role was given SELECT and INSERT and never UPDATE.
-- expect: error|warning dead reports bridge_inspector
-- platform: postgres
create role bridge_inspector nologin;
create role bridge_office nologin;
create table bridges (id int primary key, name text not null, built int check (built between 1200 and 2100));
create table reports (
  id bigint generated always as identity primary key,
  bridge_id int not null references bridges (id),
  inspector text not null default current_user,
  grade int not null check (grade between 1 and 5),
  remarks text not null default '',
  filed_at timestamptz not null default now()
);
alter table bridges enable row level security;
alter table reports enable row level security;
create policy everyone on bridges for select to bridge_inspector, bridge_office using (true);
create policy office on reports for select to bridge_office using (true);
create policy own on reports for select to bridge_inspector using (inspector = current_user);
create policy file on reports for insert to bridge_inspector with check (inspector = current_user);
create policy correct on reports for update to bridge_inspector using (inspector = current_user) with check (inspector = current_user);
grant select on bridges to bridge_inspector, bridge_office;
grant select, insert on reports to bridge_inspector;
grant select on reports to bridge_office;

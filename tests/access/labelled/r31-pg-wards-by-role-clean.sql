-- Rows name roles; whoever is a member of the ward's role sees its patients.
-- clean
-- platform: postgres
create role r31x4_surgery nologin;
create role r31x4_pediatrics nologin;
create table wards (name text primary key, role_name name not null);
create table patients (id int primary key, ward text not null references wards, name text not null, notes text);
alter table wards enable row level security;
alter table patients enable row level security;
create policy w on wards for select using (pg_has_role(current_user, role_name, 'member'));
create policy p on patients using (exists (select 1 from wards w where w.name = ward and pg_has_role(current_user, w.role_name, 'member')));
grant select on wards to r31x4_surgery, r31x4_pediatrics;
grant select, insert, update on patients to r31x4_surgery, r31x4_pediatrics;

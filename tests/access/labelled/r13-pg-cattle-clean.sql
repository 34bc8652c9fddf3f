-- platform: postgres
-- Farmers by the session's farm; vets, a role of their own, see all cattle and treat them.
-- clean

create role r13c_farmer;
create role r13c_vet;
create table herds (
  id int primary key,
  farm text not null,
  name text not null
);
create table cattle (
  id int primary key,
  farm text not null,
  herd_id int not null references herds (id),
  ear_tag text not null unique
);
create table treatments (
  id int primary key,
  farm text not null,
  cattle_id int not null references cattle (id),
  drug text not null
);
alter table herds enable row level security;
alter table cattle enable row level security;
alter table treatments enable row level security;
create policy own_herds on herds for all to r13c_farmer
  using (farm = current_setting('app.farm', true)) with check (farm = current_setting('app.farm', true));
create policy own_cattle on cattle for all to r13c_farmer
  using (farm = current_setting('app.farm', true)) with check (farm = current_setting('app.farm', true));
create policy treated on treatments for select to r13c_farmer using (farm = current_setting('app.farm', true));
create policy vets_see on cattle for select to r13c_vet using (true);
create policy vets_treat on treatments for all to r13c_vet using (true) with check (true);
grant select, insert, update, delete on herds, cattle to r13c_farmer;
grant select on treatments to r13c_farmer;
grant select on cattle to r13c_vet;
grant select, insert, update on treatments to r13c_vet;

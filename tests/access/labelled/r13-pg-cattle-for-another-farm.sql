-- platform: postgres
-- Herds are checked, cattle are not: a farmer puts animals into another's books, and moves its own there.
-- expect: error forgery|tampering cattle r13_farmer
-- also: forgery|tampering cattle

create role r13_farmer;
create role r13_vet;
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
create policy own_herds on herds for all to r13_farmer
  using (farm = current_setting('app.farm', true)) with check (farm = current_setting('app.farm', true));
create policy own_cattle on cattle for all to r13_farmer
  using (farm = current_setting('app.farm', true)) with check (true);
create policy treated on treatments for select to r13_farmer using (farm = current_setting('app.farm', true));
create policy vets_see on cattle for select to r13_vet using (true);
create policy vets_treat on treatments for all to r13_vet using (true) with check (true);
grant select, insert, update, delete on herds, cattle to r13_farmer;
grant select on treatments to r13_farmer;
grant select on cattle to r13_vet;
grant select, insert, update on treatments to r13_vet;

-- A laboratory's clients read their samples through a view. The condition on the client stands in the ON of a left join: it drops the client's name and keeps everybody's samples.
-- expect: error bypass|exposure sample_sheet assay_portal
-- also: bypass|exposure sample_sheet|samples
-- platform: postgres
create role assay_portal nologin;
create table clients (id int primary key, name text not null, city text);
create table samples (
  id bigint generated always as identity primary key,
  client_id int not null references clients (id),
  taken_on date not null,
  substance text not null,
  milligrams numeric(10, 4) check (milligrams >= 0),
  released boolean not null default false
);
alter table clients enable row level security;
alter table samples enable row level security;
create policy own on clients for select to assay_portal using (id = nullif(current_setting('lab.client', true), '')::int);
create policy own on samples for select to assay_portal using (client_id = nullif(current_setting('lab.client', true), '')::int and released);
create view sample_sheet as
  select s.id, c.name as client, s.taken_on, s.substance, s.milligrams
  from samples s
  left join clients c on c.id = s.client_id and c.id = nullif(current_setting('lab.client', true), '')::int
  where s.released;
grant select on clients, samples, sample_sheet to assay_portal;

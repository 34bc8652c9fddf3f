-- Toll stations of several operators: of the new row the policy for UPDATE asks only whether the amount is plausible, so that a passage is booked over to another operator.
-- expect: error tampering|forgery passages toll_backend
-- also: tampering|forgery|bypass|escalation passages
-- platform: postgres
create role toll_backend nologin;
create schema toll;
create table toll.operators (
  id int generated always as identity primary key,
  name text not null unique
);
create table toll.stations (
  id int generated always as identity primary key,
  operator_id int not null references toll.operators (id),
  label text not null
);
create table toll.passages (
  id bigint generated always as identity primary key,
  operator_id int not null references toll.operators (id),
  plate text not null check (plate ~ '^[A-Z]{2}[0-9]{4}$'),
  passed_at timestamptz not null default now(),
  amount numeric(8, 2) not null check (amount >= 0)
);
create function toll.operator() returns int language sql stable as $$
  select nullif(current_setting('app.operator_id', true), '')::int $$;
alter table toll.operators enable row level security;
alter table toll.stations enable row level security;
alter table toll.passages enable row level security;
grant usage on schema toll to toll_backend;
grant select on toll.operators, toll.stations to toll_backend;
grant select, insert, update on toll.passages to toll_backend;
create policy own on toll.operators for select to toll_backend using (id = toll.operator());
create policy own on toll.stations for select to toll_backend using (operator_id = toll.operator());
create policy read on toll.passages for select to toll_backend using (operator_id = toll.operator());
create policy record on toll.passages for insert to toll_backend with check (operator_id = toll.operator());
create policy correct on toll.passages for update to toll_backend
  using (operator_id = toll.operator()) with check (amount < 500);

-- platform: postgres
-- The clerk may insert, but not use the sequence that numbers the rows: every insert fails.
-- expect: error|warning|review error|dead permits|permits_id_seq r10_clerk

create role r10_clerk;
create role r10_reader;
create table permits (
  id serial primary key,
  clerk text not null default current_user,
  holder text not null
);
create table districts (code text primary key, name text not null);
alter table permits enable row level security;
create policy clerk_own on permits for all to r10_clerk using (clerk = current_user) with check (clerk = current_user);
create policy readers on permits for select to r10_reader using (true);
grant select, insert, update on permits to r10_clerk;
grant select on permits, districts to r10_reader;
grant select on districts to r10_clerk;

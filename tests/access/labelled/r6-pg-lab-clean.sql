-- clean
-- platform: postgres
-- Twin of the setting that fails open: without it nobody's rows; a login function tells the session who it is.
create role lab_portal nologin;
create schema lab;
grant usage on schema lab to lab_portal;
create table lab.clients (
  client_id int generated always as identity primary key,
  name text not null,
  api_key_hash text not null unique
);
create table lab.samples (
  sample_id bigint generated always as identity primary key,
  client_id int not null references lab.clients,
  taken_on date not null,
  ph numeric(4,2) check (ph between 0 and 14)
);
create table lab.methods (code text primary key, description text not null);
create function lab.client() returns int stable language plpgsql as $$
begin
  return nullif(current_setting('lab.client_id', true), '')::int;
end $$;
alter table lab.clients enable row level security;
alter table lab.samples enable row level security;
create policy own_client on lab.clients for select to lab_portal using (client_id = lab.client());
create policy own_samples on lab.samples to lab_portal using (client_id = lab.client()) with check (client_id = lab.client());
grant select (client_id, name) on lab.clients to lab_portal;
grant select, insert, update (taken_on, ph) on lab.samples to lab_portal;
grant select on lab.methods to lab_portal;
create function lab.samples_per_method_year(y int) returns bigint language sql stable security definer set search_path = lab as
$$ select count(*) from samples where extract(year from taken_on) = y $$;
revoke execute on function lab.samples_per_method_year(int) from public;

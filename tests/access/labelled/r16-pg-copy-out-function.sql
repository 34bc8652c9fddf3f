-- platform: postgres
-- The function gives the rows of any tenant as lines of text.
-- expect: error bypass dump_lines|shipments r16_app

create role r16_app;
create table shipments (
  id int primary key,
  tenant text not null,
  address text not null
);
create table depots (id int primary key, name text not null);
alter table shipments enable row level security;
create policy of_tenant on shipments for all to r16_app
  using (tenant = current_setting('app.tenant', true)) with check (tenant = current_setting('app.tenant', true));
grant select, insert, update on shipments to r16_app;
grant select on depots to r16_app;
create function dump_lines() returns setof text language sql stable security definer set search_path = pg_catalog as
  $$ select s.id || ',' || s.tenant || ',' || s.address from public.shipments s order by s.id $$;

-- platform: postgres
-- A session may hold several tenants, as a list in its setting.
-- clean

create role r12_multi;
create function tenant_ids() returns int[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('app.tenant_ids', true), ''), ',')::int[], '{}') $$;
create table sites (
  id int primary key,
  tenant_id int not null,
  url text not null
);
create table visits (
  id int primary key,
  tenant_id int not null,
  site_id int not null references sites (id),
  path text not null
);
alter table sites enable row level security;
alter table visits enable row level security;
create policy sites_of on sites for all to r12_multi using (tenant_id = any (tenant_ids())) with check (tenant_id = any (tenant_ids()));
create policy visits_of on visits for all to r12_multi using (tenant_id = any (tenant_ids())) with check (tenant_id = any (tenant_ids()));
grant select, insert, update, delete on sites, visits to r12_multi;

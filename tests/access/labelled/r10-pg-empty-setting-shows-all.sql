-- platform: postgres
-- After a transaction the pool's connection has an empty setting, and an empty setting is let through.
-- expect: error|warning exposure|bypass|escalation|tampering invoices r10_pool

create role r10_pool;
create table customers (
  id int primary key,
  tenant_id text not null,
  name text not null
);
create table invoices (
  id int primary key,
  tenant_id text not null,
  customer_id int not null references customers (id),
  cents int not null check (cents >= 0)
);
alter table customers enable row level security;
alter table invoices enable row level security;
create policy customers_of_tenant on customers for select to r10_pool
  using (tenant_id = current_setting('app.tenant_id', true));
create policy invoices_of_tenant on invoices for select to r10_pool
  using (current_setting('app.tenant_id', true) = '' or tenant_id = current_setting('app.tenant_id', true));
create policy invoices_written on invoices for insert to r10_pool
  with check (tenant_id = current_setting('app.tenant_id', true));
grant select on customers to r10_pool;
grant select, insert on invoices to r10_pool;

-- platform: postgres
-- EXECUTE was revoked from the web role, and PUBLIC has it from the start.
-- expect: error bypass|tampering purge_tenant|entries r12_web

create role r12_web;
create role r12_ops;
create table entries (
  id int primary key,
  tenant text not null,
  body text not null
);
alter table entries enable row level security;
create policy of_tenant on entries for all to r12_web
  using (tenant = current_setting('app.tenant', true)) with check (tenant = current_setting('app.tenant', true));
grant select, insert, update, delete on entries to r12_web;
create function purge_tenant(p_tenant text) returns void language sql security definer set search_path = pg_catalog as
  $$ delete from public.entries e where e.tenant = p_tenant $$;
revoke execute on function purge_tenant(text) from r12_web;
grant execute on function purge_tenant(text) to r12_ops;

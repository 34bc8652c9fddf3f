-- platform: postgres
-- Partitions and a legacy child without policies, but nobody but the owner may reach them by name.
-- clean
create role r41_archive_owner nologin;
grant r41_archive_owner to current_user;
create role r41_archive_web login;
create schema archive authorization r41_archive_owner;
set role r41_archive_owner;
create table archive.messages (
  id bigint generated always as identity,
  tenant_id uuid not null,
  sent_on date not null,
  subject text not null,
  body text,
  primary key (id, sent_on)
) partition by range (sent_on);
create table archive.messages_2024 partition of archive.messages for values from ('2024-01-01') to ('2025-01-01');
create table archive.messages_2025 partition of archive.messages for values from ('2025-01-01') to ('2026-01-01');
create table archive.messages_rest partition of archive.messages default;
create table archive.import_copy (like archive.messages);
create function archive.tenant() returns uuid language sql stable as $$
  select coalesce(nullif(current_setting('archive.tenant', true), ''), '00000000-0000-0000-0000-000000000000')::uuid
$$;
alter table archive.messages enable row level security;
alter table archive.messages force row level security;
create policy tenant on archive.messages
  using (tenant_id = archive.tenant() and tenant_id <> '00000000-0000-0000-0000-000000000000')
  with check (tenant_id = archive.tenant() and tenant_id <> '00000000-0000-0000-0000-000000000000');
create view archive.per_year with (security_invoker = true) as
  select extract(year from sent_on)::integer as year, count(*) as messages from archive.messages group by 1;
grant usage on schema archive to r41_archive_web;
grant select, insert on archive.messages to r41_archive_web;
grant select on archive.per_year to r41_archive_web;
reset role;

-- platform: postgres
-- A document vault per login role; the audit table takes any actor that the writer names, and shows each actor his own.
-- expect: error|warning forgery audit_log|actor r41_vault_ann|r41_vault_bob
create role r41_vault_owner nologin;
grant r41_vault_owner to current_user;
create role r41_vault_staff nologin;
create role r41_vault_ann login in role r41_vault_staff;
create role r41_vault_bob login in role r41_vault_staff;
create schema vaultdocs authorization r41_vault_owner;
set role r41_vault_owner;
create table vaultdocs.documents (
  id bigint generated always as identity primary key,
  keeper text not null default current_user,
  title text not null,
  content bytea
);
create table vaultdocs.audit_log (
  id bigint generated always as identity primary key,
  actor text not null default current_user,
  action text not null check (action in ('read', 'write', 'delete')),
  document_id bigint,
  at timestamptz not null default now()
);
alter table vaultdocs.documents enable row level security;
alter table vaultdocs.audit_log enable row level security;
create policy keeper on vaultdocs.documents using (keeper = current_user) with check (keeper = current_user);
create policy audit_read on vaultdocs.audit_log for select using (actor = current_user);
create policy audit_write on vaultdocs.audit_log for insert with check (true);
grant usage on schema vaultdocs to r41_vault_staff;
grant select, insert, update, delete on vaultdocs.documents to r41_vault_staff;
grant select, insert on vaultdocs.audit_log to r41_vault_staff;
reset role;

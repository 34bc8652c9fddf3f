-- platform: postgres
-- Nine tables: `using (true)` everywhere, and a restrictive policy that keeps each tenant to itself; foreign keys
-- that carry the tenant; views that read as the caller.
-- clean

create role r10t_member;
create role r10t_auditor;
create role r10t_admin;
create schema app;
grant usage on schema app to r10t_member, r10t_auditor, r10t_admin;
create function app.tenant() returns int language sql stable as
  $$ select nullif(current_setting('app.tenant_id', true), '')::int $$;
create table app.tenants (id int primary key, name text not null);
alter table app.tenants enable row level security;
create policy one on app.tenants for select to r10t_member, r10t_auditor using (id = app.tenant());
create policy admin on app.tenants for all to r10t_admin using (true) with check (true);
grant select on app.tenants to r10t_member, r10t_auditor;
grant select, insert, update on app.tenants to r10t_admin;

create table app.contacts (
  tenant_id int not null default app.tenant() references app.tenants (id),
  id int not null,
  title text not null,
  primary key (tenant_id, id)
);
alter table app.contacts enable row level security;
alter table app.contacts force row level security;
create policy tenant_only on app.contacts as restrictive for all to r10t_member, r10t_auditor
  using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy members on app.contacts for all to r10t_member using (true) with check (true);
create policy auditors on app.contacts for select to r10t_auditor using (true);
grant select, insert, update, delete on app.contacts to r10t_member;
grant select on app.contacts to r10t_auditor;

create table app.stages (
  tenant_id int not null default app.tenant() references app.tenants (id),
  id int not null,
  title text not null,
  primary key (tenant_id, id)
);
alter table app.stages enable row level security;
alter table app.stages force row level security;
create policy tenant_only on app.stages as restrictive for all to r10t_member, r10t_auditor
  using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy members on app.stages for all to r10t_member using (true) with check (true);
create policy auditors on app.stages for select to r10t_auditor using (true);
grant select, insert, update, delete on app.stages to r10t_member;
grant select on app.stages to r10t_auditor;

create table app.campaigns (
  tenant_id int not null default app.tenant() references app.tenants (id),
  id int not null,
  title text not null,
  primary key (tenant_id, id)
);
alter table app.campaigns enable row level security;
alter table app.campaigns force row level security;
create policy tenant_only on app.campaigns as restrictive for all to r10t_member, r10t_auditor
  using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy members on app.campaigns for all to r10t_member using (true) with check (true);
create policy auditors on app.campaigns for select to r10t_auditor using (true);
grant select, insert, update, delete on app.campaigns to r10t_member;
grant select on app.campaigns to r10t_auditor;

create table app.deals (
  tenant_id int not null default app.tenant() references app.tenants (id),
  id int not null,
  title text not null,
  parent_id int not null,
  foreign key (tenant_id, parent_id) references app.contacts (tenant_id, id),
  primary key (tenant_id, id)
);
alter table app.deals enable row level security;
alter table app.deals force row level security;
create policy tenant_only on app.deals as restrictive for all to r10t_member, r10t_auditor
  using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy members on app.deals for all to r10t_member using (true) with check (true);
create policy auditors on app.deals for select to r10t_auditor using (true);
grant select, insert, update, delete on app.deals to r10t_member;
grant select on app.deals to r10t_auditor;

create table app.quotes (
  tenant_id int not null default app.tenant() references app.tenants (id),
  id int not null,
  title text not null,
  parent_id int not null,
  foreign key (tenant_id, parent_id) references app.deals (tenant_id, id),
  primary key (tenant_id, id)
);
alter table app.quotes enable row level security;
alter table app.quotes force row level security;
create policy tenant_only on app.quotes as restrictive for all to r10t_member, r10t_auditor
  using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy members on app.quotes for all to r10t_member using (true) with check (true);
create policy auditors on app.quotes for select to r10t_auditor using (true);
grant select, insert, update, delete on app.quotes to r10t_member;
grant select on app.quotes to r10t_auditor;

create table app.quote_lines (
  tenant_id int not null default app.tenant() references app.tenants (id),
  id int not null,
  title text not null,
  parent_id int not null,
  foreign key (tenant_id, parent_id) references app.quotes (tenant_id, id),
  primary key (tenant_id, id)
);
alter table app.quote_lines enable row level security;
alter table app.quote_lines force row level security;
create policy tenant_only on app.quote_lines as restrictive for all to r10t_member, r10t_auditor
  using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy members on app.quote_lines for all to r10t_member using (true) with check (true);
create policy auditors on app.quote_lines for select to r10t_auditor using (true);
grant select, insert, update, delete on app.quote_lines to r10t_member;
grant select on app.quote_lines to r10t_auditor;

create table app.tasks (
  tenant_id int not null default app.tenant() references app.tenants (id),
  id int not null,
  title text not null,
  parent_id int not null,
  foreign key (tenant_id, parent_id) references app.contacts (tenant_id, id),
  primary key (tenant_id, id)
);
alter table app.tasks enable row level security;
alter table app.tasks force row level security;
create policy tenant_only on app.tasks as restrictive for all to r10t_member, r10t_auditor
  using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy members on app.tasks for all to r10t_member using (true) with check (true);
create policy auditors on app.tasks for select to r10t_auditor using (true);
grant select, insert, update, delete on app.tasks to r10t_member;
grant select on app.tasks to r10t_auditor;

create table app.files (
  tenant_id int not null default app.tenant() references app.tenants (id),
  id int not null,
  title text not null,
  parent_id int not null,
  foreign key (tenant_id, parent_id) references app.deals (tenant_id, id),
  primary key (tenant_id, id)
);
alter table app.files enable row level security;
alter table app.files force row level security;
create policy tenant_only on app.files as restrictive for all to r10t_member, r10t_auditor
  using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy members on app.files for all to r10t_member using (true) with check (true);
create policy auditors on app.files for select to r10t_auditor using (true);
grant select, insert, update, delete on app.files to r10t_member;
grant select on app.files to r10t_auditor;

create view app.open_quotes with (security_invoker = true) as
  select q.tenant_id, q.id, q.title, d.title as deal from app.quotes q
  join app.deals d on (d.tenant_id, d.id) = (q.tenant_id, q.parent_id);
grant select on app.open_quotes to r10t_member, r10t_auditor;

create view app.tenant_sizes with (security_invoker = true) as
  select c.tenant_id, count(*) as contacts from app.contacts c where c.tenant_id = app.tenant() group by c.tenant_id;
grant select on app.tenant_sizes to r10t_auditor;

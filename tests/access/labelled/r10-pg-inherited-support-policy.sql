-- platform: postgres
-- The web role is a member of the support role, and a policy for a role is for its members: the tenant's policy is void.
-- expect: error|warning|review exposure|bypass|escalation tickets r10_webapp

create role r10_support;
create role r10_webapp login;
create role r10_agent login;
grant r10_support to r10_webapp, r10_agent;
create table organisations (
  id int primary key,
  name text not null
);
create table tickets (
  id int primary key,
  org_id int not null references organisations (id),
  subject text not null,
  internal_note text
);
create table attachments (
  id int primary key,
  ticket_id int not null references tickets (id),
  org_id int not null references organisations (id),
  path text not null
);
alter table organisations enable row level security;
alter table tickets enable row level security;
alter table attachments enable row level security;
create policy org_of_session on organisations for select to r10_webapp using (id = nullif(current_setting('app.org_id', true), '')::int);
create policy tickets_of_org on tickets for select to r10_webapp using (org_id = nullif(current_setting('app.org_id', true), '')::int);
create policy tickets_opened on tickets for insert to r10_webapp with check (org_id = nullif(current_setting('app.org_id', true), '')::int);
create policy attachments_of_org on attachments for select to r10_webapp using (org_id = nullif(current_setting('app.org_id', true), '')::int);
create policy support_sees_tickets on tickets for select to r10_support using (true);
grant select on organisations, attachments to r10_webapp;
grant select, insert on tickets to r10_webapp;
grant select on tickets to r10_support;

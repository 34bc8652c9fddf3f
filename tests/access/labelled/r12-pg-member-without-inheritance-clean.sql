-- platform: postgres
-- The web role may become an operator by SET ROLE, and inherits nothing of it.
-- clean

create role r12m_operator;
create role r12m_web;
grant r12m_operator to r12m_web with inherit false, set false;
create table messages (
  id int primary key,
  tenant int not null,
  body text not null
);
alter table messages enable row level security;
create policy web on messages for select to r12m_web using (tenant = nullif(current_setting('app.tenant', true), '')::int);
create policy operator on messages for select to r12m_operator using (true);
grant select on messages to r12m_web, r12m_operator;

-- platform: postgres
-- A help desk with logins: one permissive and one restrictive policy, an agent's role that sees all, a reader of counts only.
-- clean
create role r41_desk_owner nologin;
grant r41_desk_owner to current_user;
create role r41_desk_customers nologin;
create role r41_desk_eve login in role r41_desk_customers;
create role r41_desk_joe login in role r41_desk_customers;
create role r41_desk_agent login;
create role r41_desk_stats login;
create schema desk authorization r41_desk_owner;
set role r41_desk_owner;
create table desk.tickets (
  id bigint generated always as identity primary key,
  opened_by name not null default current_user,
  subject text not null,
  hidden boolean not null default false,
  state text not null default 'new' check (state in ('new', 'open', 'closed'))
);
create table desk.replies (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references desk.tickets on delete cascade,
  author name not null default current_user,
  body text not null,
  internal boolean not null default false
);
alter table desk.tickets enable row level security;
alter table desk.replies enable row level security;
create policy own on desk.tickets to r41_desk_customers using (opened_by = current_user) with check (opened_by = current_user);
create policy not_hidden on desk.tickets as restrictive to r41_desk_customers using (not hidden);
create policy agents on desk.tickets to r41_desk_agent using (true) with check (true);
create policy read_own on desk.replies for select to r41_desk_customers
  using (not internal and ticket_id in (select t.id from desk.tickets t));
create policy answer on desk.replies for insert to r41_desk_customers
  with check (author = current_user and not internal and ticket_id in (select t.id from desk.tickets t where t.state <> 'closed'));
create policy agents_read on desk.replies for select to r41_desk_agent using (true);
create policy agents_answer on desk.replies for insert to r41_desk_agent with check (author = current_user);
-- with the owner's rights, on purpose: numbers only
create view desk.numbers as select state, count(*) as tickets from desk.tickets group by state;
grant usage on schema desk to r41_desk_customers, r41_desk_agent, r41_desk_stats;
grant select, insert (subject), update (subject) on desk.tickets to r41_desk_customers;
grant select, insert on desk.replies to r41_desk_customers, r41_desk_agent;
grant select, update on desk.tickets to r41_desk_agent;
grant select on desk.numbers to r41_desk_stats;
reset role;

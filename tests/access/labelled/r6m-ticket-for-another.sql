-- customer_id = caller OR agent_id is null: a ticket in another's name.
-- expect: error forgery hd_tickets authenticated
create function app_role() returns text language sql stable as $$ select coalesce(auth.jwt() -> 'app_metadata' ->> 'role', 'customer') $$;
create table hd_tickets (
  id int generated always as identity primary key,
  customer_id uuid not null default auth.uid() references auth.users,
  agent_id uuid references auth.users,
  subject text not null,
  closed boolean not null default false
);
create table hd_notes (
  id int generated always as identity primary key,
  ticket_id int not null references hd_tickets on delete cascade,
  author_id uuid not null default auth.uid() references auth.users,
  internal boolean not null default false,
  body text not null
);
alter table hd_tickets enable row level security;
alter table hd_notes enable row level security;
create policy "customer sees" on hd_tickets for select to authenticated using (customer_id = auth.uid());
create policy "customer opens" on hd_tickets for insert to authenticated with check (customer_id = auth.uid() or agent_id is null);
create policy "agents" on hd_tickets for all to authenticated using (app_role() = 'agent') with check (app_role() = 'agent');
create policy "notes of visible tickets" on hd_notes for select to authenticated using (
  app_role() = 'agent' or (not internal and exists (select 1 from hd_tickets t where t.id = ticket_id)));
create policy "write notes" on hd_notes for insert to authenticated with check (
  author_id = auth.uid() and exists (select 1 from hd_tickets t where t.id = ticket_id) and (not internal or app_role() = 'agent'));
create view hd_open with (security_invoker = true) as
  select t.id, t.subject, (select count(*) from hd_notes n where n.ticket_id = t.id) as notes from hd_tickets t where not t.closed;

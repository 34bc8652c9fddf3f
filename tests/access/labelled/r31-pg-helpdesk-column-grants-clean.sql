-- clean
-- The policy for UPDATE checks nothing of the new row; but the roles may write two columns only, and the requester is not among them.
-- platform: postgres
create role desk_sales nologin;
create role desk_plant nologin;
create role desk_agent nologin;
create table requests (
  id bigint generated always as identity primary key,
  requester text not null default current_user,
  subject text not null,
  details text not null default '',
  state text not null default 'new' check (state in ('new', 'in_work', 'done'))
);
alter table requests enable row level security;
create policy own on requests for select to desk_sales, desk_plant using (requester = current_user);
create policy file on requests for insert to desk_sales, desk_plant with check (requester = current_user and state = 'new');
create policy reword on requests for update to desk_sales, desk_plant using (requester = current_user) with check (true);
create policy agents on requests for select to desk_agent using (true);
create policy agents_work on requests for update to desk_agent using (true) with check (true);
grant select, insert (subject, details), update (subject, details) on requests to desk_sales, desk_plant;
grant select, update (state) on requests to desk_agent;

-- platform: postgres
-- The policy reads a table on which the role has no SELECT: every query fails.
-- expect: error error documents app_user_107
create role app_user_107 nologin;
create table permissions (user_id int not null, document_id int not null, primary key (user_id, document_id));
create table documents (id int generated always as identity primary key, title text not null);
alter table documents enable row level security;
create policy d on documents for select to app_user_107 using (
  exists (select 1 from permissions p where p.document_id = documents.id and p.user_id = current_setting('app.user_id')::int));
grant select on documents to app_user_107;

-- platform: postgres
-- The members policy reads members.
-- expect: error error memberships app_user_102
-- also: error documents
create role app_user_102 nologin;
create table memberships (org_id int not null, user_id int not null, role text not null default 'member', primary key (org_id, user_id));
create table documents (id int generated always as identity primary key, org_id int not null, title text not null);
alter table memberships enable row level security;
alter table documents enable row level security;
create policy m on memberships to app_user_102 using (org_id in (select org_id from memberships where user_id = current_setting('app.user_id')::int));
create policy d on documents to app_user_102 using (org_id in (select org_id from memberships where user_id = current_setting('app.user_id')::int));
grant select, insert, update, delete on memberships, documents to app_user_102;

-- platform: postgres
-- people.is_admin opens all articles, and a person updates its own row.
-- expect: error escalation people web_104
-- also: escalation|bypass articles
create role web_104 nologin;
create function app_user_id() returns int language sql stable as $$ select nullif(current_setting('app.user_id', true), '')::int $$;
create table people (id int generated always as identity primary key, name text not null, is_admin boolean not null default false);
create table articles (id int generated always as identity primary key, author_id int not null references people(id), title text not null);
alter table people enable row level security;
alter table articles enable row level security;
create policy p_read on people for select to web_104 using (id = app_user_id());
create policy p_edit on people for update to web_104 using (id = app_user_id()) with check (id = app_user_id());
create policy a_read on articles for select to web_104 using (
  author_id = app_user_id() or exists (select 1 from people where id = app_user_id() and is_admin));
grant select, update on people to web_104;
grant select on articles to web_104;

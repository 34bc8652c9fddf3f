-- platform: postgres
-- app.user_id owner rows with a wrapper function, and published rows for all.
-- clean
create role web_103 nologin;
create function app_user_id() returns int language sql stable as $$ select nullif(current_setting('app.user_id', true), '')::int $$;
create table people (id int generated always as identity primary key, name text not null);
create table articles (
  id int generated always as identity primary key,
  author_id int not null references people(id),
  title text not null,
  published boolean not null default false
);
alter table articles enable row level security;
create policy read on articles for select to web_103 using (published or author_id = app_user_id());
create policy ins on articles for insert to web_103 with check (author_id = app_user_id());
create policy upd on articles for update to web_103 using (author_id = app_user_id()) with check (author_id = app_user_id());
create policy del on articles for delete to web_103 using (author_id = app_user_id());
grant select on people to web_103;
grant select, insert, update, delete on articles to web_103;

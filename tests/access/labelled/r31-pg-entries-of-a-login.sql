-- The INSERT policy asks for a text and not for whose login it is; a function tells the caller its own office.
-- expect: error forgery|tampering entries
-- also: tampering|forgery|escalation|bypass entries
-- platform: postgres
create role r31v4_clerk nologin;
create role r31v4_other nologin;
create table logins (login name primary key, office int not null);
create table entries (id int primary key, office int not null, by_login name not null default current_user, memo text not null);
create function my_office() returns int language sql stable security definer set search_path = public, pg_temp as $$ select office from logins where login = session_user $$;
alter table logins enable row level security;
alter table entries enable row level security;
create policy r on entries for select to r31v4_clerk, r31v4_other using (by_login = current_user);
create policy i on entries for insert to r31v4_clerk, r31v4_other with check (memo <> '');
create policy u on entries for update to r31v4_clerk, r31v4_other using (by_login = current_user);
grant select, insert, update on entries to r31v4_clerk, r31v4_other;

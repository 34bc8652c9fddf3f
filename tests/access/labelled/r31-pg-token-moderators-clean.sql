-- Owners and moderators by claims of the token, without any platform.
-- clean
-- platform: postgres
create role r31w2_user nologin;
create function uid() returns text language sql stable as $$ select current_setting('request.jwt.claims', true)::json ->> 'sub' $$;
create function claims_role() returns text language sql stable as $$ select current_setting('request.jwt.claims', true)::json ->> 'app_role' $$;
create table posts (id int primary key, author text not null default uid(), title text not null, hidden boolean not null default false);
alter table posts enable row level security;
create policy r on posts for select to r31w2_user using (not hidden or author = uid() or claims_role() = 'moderator');
create policy i on posts for insert to r31w2_user with check (author = uid());
create policy u on posts for update to r31w2_user using (author = uid() or claims_role() = 'moderator') with check (author = uid() or claims_role() = 'moderator');
create policy d on posts for delete to r31w2_user using (author = uid());
grant select, insert, update, delete on posts to r31w2_user;

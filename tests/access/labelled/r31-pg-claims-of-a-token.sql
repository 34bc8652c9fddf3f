-- A tenant in the token's JSON, as PostgREST sets it, and an OR that lets everybody's rows be deleted.
-- expect: error bypass|tampering|forgery memos
-- also: bypass|tampering|forgery|escalation memos
-- platform: postgres
create role r31v1_web nologin;
create function tenant() returns text language sql stable as $$ select current_setting('request.jwt.claims', true)::json ->> 'org' $$;
create table memos (id int generated always as identity primary key, org text not null check (length(org) = 6), body text not null);
alter table memos enable row level security;
create policy r on memos for select to r31v1_web using (org = tenant());
create policy i on memos for insert to r31v1_web with check (org = tenant());
create policy d on memos for delete to r31v1_web using (org = tenant() or body is not null);
grant select, insert, delete on memos to r31v1_web;

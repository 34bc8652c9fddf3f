-- platform: postgres
-- Login looks an account up before anybody is known: the policy for that shows every password hash.
-- expect: error|warning|review exposure users
create role r33_login login;
create schema idp;
create table idp.users (id uuid primary key default gen_random_uuid(), email text not null unique, password_hash text not null, display_name text);
create table idp.sessions (token uuid primary key default gen_random_uuid(), user_id uuid not null references idp.users on delete cascade, expires_at timestamptz not null);
alter table idp.users enable row level security;
alter table idp.sessions enable row level security;
create policy lookup on idp.users for select using (true);
create policy own on idp.users for update using (id = nullif(current_setting('idp.user', true), '')::uuid);
create policy own on idp.sessions using (user_id = nullif(current_setting('idp.user', true), '')::uuid);
grant usage on schema idp to r33_login;
grant select, update on idp.users to r33_login;
grant select, insert, delete on idp.sessions to r33_login;

-- platform: postgres
-- Each clerk logs in as a role; whoever has a row may write another clerk's name into it.
-- expect: error tampering|forgery claims
create role r33_clerks nologin;
create role r33_anna login in role r33_clerks;
create role r33_bert login in role r33_clerks;
create table claims (
  id bigint generated always as identity primary key,
  clerk name not null default current_user,
  policy_no text not null,
  amount numeric(10,2) not null check (amount > 0)
);
alter table claims enable row level security;
create policy mine on claims for select using (clerk = current_user);
create policy take on claims for insert with check (clerk = current_user);
create policy work on claims for update using (clerk = current_user) with check (true);
grant select, insert, update on claims to r33_clerks;

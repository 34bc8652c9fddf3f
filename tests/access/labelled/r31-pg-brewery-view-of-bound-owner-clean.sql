-- clean
-- A view without security_invoker: its owner is a reporting role that owns no table and is bound by the same policy, which reads the session's setting.
-- platform: postgres
create role brew_reports nologin;
create role brew_web nologin;
create table breweries (id int primary key, name text not null);
create table batches (
  id bigint generated always as identity primary key,
  brewery_id int not null references breweries (id),
  beer text not null,
  litres int not null check (litres > 0),
  brewed_on date not null
);
alter table breweries enable row level security;
alter table batches enable row level security;
create policy own on breweries for select using (id = nullif(current_setting('brew.id', true), '')::int);
create policy own on batches for select using (brewery_id = nullif(current_setting('brew.id', true), '')::int);
create policy own_in on batches for insert with check (brewery_id = nullif(current_setting('brew.id', true), '')::int);
grant select on breweries, batches to brew_reports;
grant select on breweries to brew_web;
grant select, insert on batches to brew_web;
create view batch_totals as
  select b.brewery_id, b.beer, sum(b.litres) as litres, max(b.brewed_on) as last_brewed
  from batches b group by b.brewery_id, b.beer;
grant brew_reports to current_user;
grant create on schema public to brew_reports;
alter view batch_totals owner to brew_reports;
revoke create on schema public from brew_reports;
grant select on batch_totals to brew_web;

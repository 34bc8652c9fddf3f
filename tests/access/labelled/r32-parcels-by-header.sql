-- The shop is what the request's header says, which whoever sends it writes.
-- expect: error|warning escalation|exposure|bypass|tampering parcels anyone

create table parcels (id uuid primary key default gen_random_uuid(), shop text not null, contents text not null, weight_g int);
alter table parcels enable row level security;
create policy by_shop on parcels for all to authenticated using (shop = (current_setting('request.headers', true)::json ->> 'x-shop')) with check (shop = (current_setting('request.headers', true)::json ->> 'x-shop'));

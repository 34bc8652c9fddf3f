-- The same, closed.
-- clean

create table parcels (id uuid primary key default gen_random_uuid(), shop text not null, contents text not null, weight_g int);
alter table parcels enable row level security;
create policy by_shop on parcels for all to authenticated using (shop = (auth.jwt() -> 'app_metadata' ->> 'shop')) with check (shop = (auth.jwt() -> 'app_metadata' ->> 'shop'));

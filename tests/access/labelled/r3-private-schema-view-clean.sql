-- The reporting view lives in a schema that the API doesn't expose and nobody may use.
-- clean
create schema reporting;
create table public.orders (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users(id), total numeric(10,2) not null);
alter table public.orders enable row level security;
create policy own on public.orders for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create view reporting.all_orders as select id, user_id, total from public.orders;
create materialized view reporting.daily as select count(*) as orders, sum(total) as total from public.orders;

-- A materialized view per user with e-mail and revenue is readable by the API.
-- expect: error bypass customer_revenue anon
create table customers (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users, name text not null, email text);
create table sales (id bigserial primary key, customer_id uuid not null references customers on delete cascade, amount numeric(10,2) not null);
alter table customers enable row level security;
alter table sales enable row level security;
create policy "own" on customers for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "own" on sales for select to authenticated using (exists (select 1 from customers c where c.id = customer_id and c.owner_id = auth.uid()));
create materialized view customer_revenue as
  select c.id, c.owner_id, c.name, c.email, coalesce(sum(s.amount), 0) as revenue
  from customers c left join sales s on s.customer_id = c.id group by c.id;
create unique index on customer_revenue (id);
create or replace function refresh_customer_revenue() returns void language sql security definer set search_path = public as $$
  refresh materialized view customer_revenue;
$$;
revoke execute on function refresh_customer_revenue() from public, anon, authenticated;

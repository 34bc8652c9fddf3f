-- The matview is not granted to the API roles; a definer function shows each user its own row.
-- clean
create table customers (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users, name text not null, email text);
create table sales (id bigserial primary key, customer_id uuid not null references customers on delete cascade, amount numeric(10,2) not null);
alter table customers enable row level security;
alter table sales enable row level security;
create policy "own" on customers for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "own" on sales for select to authenticated using (exists (select 1 from customers c where c.id = customer_id and c.owner_id = auth.uid()));
create materialized view customer_revenue as
  select c.id, c.owner_id, c.name, coalesce(sum(s.amount), 0) as revenue
  from customers c left join sales s on s.customer_id = c.id group by c.id;
revoke all on customer_revenue from anon, authenticated;
create or replace function my_revenue() returns table (name text, revenue numeric) language sql stable security definer set search_path = public as $$
  select r.name, r.revenue from customer_revenue r where r.owner_id = auth.uid()
$$;
revoke execute on function my_revenue() from public, anon;
grant execute on function my_revenue() to authenticated;

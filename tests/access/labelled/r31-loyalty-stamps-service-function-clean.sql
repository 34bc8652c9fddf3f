-- clean
-- A definer function stamps any customer's card; EXECUTE was taken from PUBLIC as well, so that the till's service role alone can call it.
create table public.cards (
  customer_id uuid primary key references auth.users (id) on delete cascade,
  stamps int not null default 0 check (stamps between 0 and 10),
  free_coffees int not null default 0 check (free_coffees >= 0)
);
create table public.stampings (
  id bigint generated always as identity primary key,
  customer_id uuid not null references public.cards (customer_id) on delete cascade,
  till text not null,
  at timestamptz not null default now()
);
alter table public.cards enable row level security;
alter table public.stampings enable row level security;
create policy "own card" on public.cards for select to authenticated using (customer_id = (select auth.uid()));
create policy "own stampings" on public.stampings for select to authenticated using (customer_id = (select auth.uid()));
create policy "tills" on public.stampings for all to service_role using (true) with check (true);
create function public.stamp(p_customer uuid, p_till text) returns int
language plpgsql security definer set search_path = '' as $$
declare
  v_stamps int;
begin
  insert into public.cards (customer_id) values (p_customer) on conflict do nothing;
  insert into public.stampings (customer_id, till) values (p_customer, p_till);
  update public.cards
     set stamps = case when stamps = 9 then 0 else stamps + 1 end,
         free_coffees = free_coffees + case when stamps = 9 then 1 else 0 end
   where customer_id = p_customer
  returning stamps into v_stamps;
  return v_stamps;
end $$;
revoke execute on function public.stamp(uuid, text) from public, anon, authenticated;
grant execute on function public.stamp(uuid, text) to service_role;

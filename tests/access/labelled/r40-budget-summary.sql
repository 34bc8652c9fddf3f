-- Household budget: the summary view runs as its owner, but counts nothing except the caller's own rows.
-- clean
create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  label text not null,
  currency char(3) not null default 'EUR'
);
create table public.categories (
  id serial primary key,
  name text not null unique
);
create table public.transactions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  account_id uuid not null references public.accounts(id) on delete cascade,
  category_id int references public.categories(id),
  amount numeric(12,2) not null check (amount <> 0),
  booked_on date not null default current_date
);
alter table public.accounts enable row level security;
alter table public.categories enable row level security;
alter table public.transactions enable row level security;
create policy "categories" on public.categories for select to authenticated using (true);
create policy "own accounts" on public.accounts for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "own transactions" on public.transactions for all to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid())
    and exists (select 1 from public.accounts a where a.id = account_id and a.user_id = (select auth.uid())));
create view public.monthly_summary as
  select date_trunc('month', t.booked_on)::date as month, c.name as category, sum(t.amount) as total, count(*) as n
  from public.transactions t left join public.categories c on c.id = t.category_id
  where t.user_id = (select auth.uid())
  group by 1, 2;
revoke all on public.monthly_summary from anon, authenticated;
grant select on public.monthly_summary to authenticated;
create function public.balance() returns numeric language sql stable security definer set search_path = '' as $$
  select coalesce(sum(amount), 0) from public.transactions where user_id = auth.uid();
$$;

-- A budgeting demo: the button that empties the demo data truncates everybody's, for anyone who calls it.
-- expect: error|warning bypass|tampering reset_demo_data
-- also: bypass|tampering reset_demo_data
create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  name text not null,
  balance numeric(14,2) not null default 0
);
create table public.transactions (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  amount numeric(14,2) not null check (amount <> 0),
  memo text
);
create table public.budgets (
  user_id uuid not null references auth.users(id) on delete cascade,
  category text not null,
  monthly numeric(14,2) not null check (monthly >= 0),
  primary key (user_id, category)
);
alter table public.accounts enable row level security;
alter table public.transactions enable row level security;
alter table public.budgets enable row level security;
create policy "own accounts" on public.accounts for all using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "own transactions" on public.transactions for all using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()) and account_id in (select id from public.accounts));
create policy "own budgets" on public.budgets for all using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create or replace function public.reset_demo_data() returns void language plpgsql security definer set search_path = public as $$
begin
  truncate table transactions, budgets;
  update accounts set balance = 0 where true;
end $$;

-- Views with security_invoker over owner-bound tables, joined and aggregated.
-- clean
create table accounts (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users, name text not null, currency char(3) not null default 'EUR' check (currency = upper(currency)));
create table transactions (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts on delete cascade,
  amount numeric(14,2) not null check (amount <> 0),
  booked_on date not null default current_date,
  memo text
);
alter table accounts enable row level security;
alter table transactions enable row level security;
create policy "own" on accounts for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "own" on transactions for all to authenticated
  using (account_id in (select id from accounts where user_id = auth.uid()))
  with check (account_id in (select id from accounts where user_id = auth.uid()));
create view account_balances with (security_invoker = true) as
  select a.id, a.name, coalesce(sum(t.amount), 0) as balance from accounts a left join transactions t on t.account_id = a.id group by a.id;
create view monthly_spending with (security_invoker = true) as
  select account_id, date_trunc('month', booked_on) as month, sum(-amount) filter (where amount < 0) as spent from transactions group by 1, 2;

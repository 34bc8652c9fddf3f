-- "Enable all for authenticated users" left over next to proper owner policies.
-- expect: error tampering|exposure|forgery expenses authenticated
-- also: tampering|exposure|forgery expenses
create table expenses (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users,
  category text not null,
  amount numeric(10,2) not null check (amount > 0),
  receipt_url text
);
alter table expenses enable row level security;
create policy "Users see own expenses" on expenses for select using (auth.uid() = user_id);
create policy "Users add own expenses" on expenses for insert with check (auth.uid() = user_id);
create policy "Users change own expenses" on expenses for update using (auth.uid() = user_id);
create policy "Enable all for authenticated users" on expenses for all to authenticated using (true) with check (true);

-- transfer_funds() runs as its owner and never asks whose the first wallet is.
-- expect: error bypass|tampering|escalation|forgery transfer_funds|wallets authenticated
-- also: bypass|tampering|escalation|forgery transfer_funds|wallets|transactions
create table public.wallets (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users(id) on delete cascade,
  balance numeric(18,2) not null default 0 check (balance >= 0),
  currency char(3) not null default 'EUR'
);
create table public.transactions (
  id bigint generated always as identity primary key,
  wallet_id uuid not null references public.wallets(id) on delete cascade,
  amount numeric(18,2) not null check (amount <> 0),
  memo text,
  created_at timestamptz not null default now()
);
alter table public.wallets enable row level security;
alter table public.transactions enable row level security;
create policy "Users view own wallet" on public.wallets for select to authenticated using (user_id = (select auth.uid()));
create policy "Users view own transactions" on public.transactions for select to authenticated using (
  wallet_id in (select id from public.wallets where user_id = (select auth.uid())));

create or replace function public.transfer_funds(p_from uuid, p_to uuid, p_amount numeric)
returns void language plpgsql security definer set search_path = public as $$
begin
  if p_amount <= 0 then
    raise exception 'amount must be positive';
  end if;
  update wallets set balance = balance - p_amount where id = p_from;
  update wallets set balance = balance + p_amount where id = p_to;
  insert into transactions (wallet_id, amount) values (p_from, -p_amount), (p_to, p_amount);
end $$;

-- The amount may be negative: a transfer of -40 takes from the other wallet.
-- expect: error bypass|tampering|escalation|forgery transfer|wallets authenticated
-- also: bypass|tampering|escalation|forgery transfer|wallets|ledger_entries
create table public.wallets (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users(id) on delete cascade,
  balance numeric(18,2) not null default 0 check (balance >= 0)
);
create table public.ledger_entries (
  id bigint generated always as identity primary key,
  wallet_id uuid not null references public.wallets(id) on delete cascade,
  amount numeric(18,2) not null check (amount <> 0),
  created_at timestamptz not null default now()
);
alter table public.wallets enable row level security;
alter table public.ledger_entries enable row level security;
create policy "own wallet" on public.wallets for select to authenticated using (user_id = (select auth.uid()));
create policy "own entries" on public.ledger_entries for select to authenticated using (
  wallet_id in (select id from public.wallets where user_id = (select auth.uid())));
create function public.transfer(p_to uuid, p_amount numeric) returns void
language plpgsql security definer set search_path = '' as $$
declare mine public.wallets;
begin

  select * into mine from public.wallets where user_id = auth.uid() for update;
  if mine.id is null then raise exception 'no wallet'; end if;
  if mine.id = p_to then raise exception 'same wallet'; end if;
  if mine.balance < p_amount then raise exception 'insufficient funds'; end if;
  update public.wallets set balance = balance - p_amount where id = mine.id;
  update public.wallets set balance = balance + p_amount where id = p_to;
  if not found then raise exception 'no such wallet'; end if;
  insert into public.ledger_entries (wallet_id, amount) values (mine.id, -p_amount), (p_to, p_amount);
end $$;
revoke execute on function public.transfer(uuid, numeric) from public, anon;
create function public.my_balance() returns numeric language sql stable security definer set search_path = '' as
$$ select balance from public.wallets where user_id = auth.uid() $$;

-- transfer() asks for enough money, and not for whose it is.
-- expect: error bypass|tampering|escalation transfer|accounts authenticated
create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users,
  balance_cents bigint not null default 0 check (balance_cents >= 0)
);
create table public.ledger (
  id bigint generated always as identity primary key,
  from_account uuid not null references public.accounts,
  to_account uuid not null references public.accounts,
  cents bigint not null check (cents > 0),
  at timestamptz not null default now(),
  check (from_account <> to_account)
);
alter table public.accounts enable row level security;
alter table public.ledger enable row level security;
create policy "own accounts" on public.accounts for select to authenticated using (owner_id = auth.uid());
create policy "own entries" on public.ledger for select to authenticated using (
  from_account in (select id from public.accounts) or to_account in (select id from public.accounts));
create function public.transfer(src uuid, dst uuid, cents bigint) returns void language plpgsql security definer set search_path = public as $$
begin
  if auth.uid() is null then raise exception 'sign in'; end if;
  update accounts set balance_cents = balance_cents - transfer.cents where id = src and balance_cents >= transfer.cents;
  if not found then raise exception 'not enough'; end if;
  update accounts set balance_cents = balance_cents + transfer.cents where id = dst;
  insert into ledger (from_account, to_account, cents) values (src, dst, transfer.cents);
end $$;

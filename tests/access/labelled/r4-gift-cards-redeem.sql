-- Gift cards: nobody lists codes; a random code is redeemed once into the caller's own balance.
-- clean
create table public.wallets (user_id uuid primary key references auth.users(id) on delete cascade, cents bigint not null default 0 check (cents >= 0));
create table public.gift_cards (
  id uuid primary key default gen_random_uuid(),
  code uuid not null unique default gen_random_uuid(),
  cents int not null check (cents > 0),
  purchased_by uuid not null references auth.users(id),
  redeemed_by uuid references auth.users(id),
  redeemed_at timestamptz
);
alter table public.wallets enable row level security;
alter table public.gift_cards enable row level security;
create policy own on public.wallets for select to authenticated using (user_id = auth.uid());
create policy bought on public.gift_cards for select to authenticated using (purchased_by = auth.uid());
create or replace function public.redeem_gift_card(p_code uuid) returns bigint language plpgsql security definer set search_path = '' as $$
declare v_cents int; v_balance bigint;
begin
  if auth.uid() is null then raise exception 'not signed in'; end if;
  update public.gift_cards set redeemed_by = auth.uid(), redeemed_at = now()
   where code = p_code and redeemed_by is null returning cents into v_cents;
  if v_cents is null then raise exception 'code is not valid'; end if;
  insert into public.wallets values (auth.uid(), v_cents)
  on conflict (user_id) do update set cents = public.wallets.cents + excluded.cents returning cents into v_balance;
  return v_balance;
end $$;

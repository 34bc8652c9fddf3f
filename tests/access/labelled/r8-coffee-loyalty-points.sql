-- A coffee shop's loyalty cards: the customer updates the own card, points and all; and rewards are redeemed for anybody.
-- expect: error|warning escalation|tampering loyalty_cards
-- expect: error|warning tampering|bypass|forgery redeem_reward
create table public.cafes (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  owner_id uuid not null references auth.users(id)
);
create table public.loyalty_cards (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references auth.users(id) on delete cascade,
  cafe_id uuid not null references public.cafes(id) on delete cascade,
  nickname text,
  points integer not null default 0 check (points >= 0),
  unique (customer_id, cafe_id)
);
create table public.rewards (
  id uuid primary key default gen_random_uuid(),
  cafe_id uuid not null references public.cafes(id) on delete cascade,
  title text not null,
  cost integer not null check (cost > 0)
);
create table public.redemptions (
  id uuid primary key default gen_random_uuid(),
  reward_id uuid not null references public.rewards(id),
  customer_id uuid not null references auth.users(id) on delete cascade,
  redeemed_at timestamptz not null default now()
);
alter table public.cafes enable row level security;
alter table public.loyalty_cards enable row level security;
alter table public.rewards enable row level security;
alter table public.redemptions enable row level security;
create policy "cafes are public" on public.cafes for select using (true);
create policy "rewards are public" on public.rewards for select using (true);
create policy "owner keeps rewards" on public.rewards for all to authenticated
  using (exists (select 1 from public.cafes c where c.id = cafe_id and c.owner_id = auth.uid()))
  with check (exists (select 1 from public.cafes c where c.id = cafe_id and c.owner_id = auth.uid()));
create policy "see own card" on public.loyalty_cards for select to authenticated using (auth.uid() = customer_id);
create policy "get a card" on public.loyalty_cards for insert to authenticated with check (auth.uid() = customer_id and points = 0);
create policy "update own card" on public.loyalty_cards for update to authenticated using (auth.uid() = customer_id) with check (auth.uid() = customer_id);
create policy "see own redemptions" on public.redemptions for select to authenticated using (auth.uid() = customer_id);
create or replace function public.redeem_reward(p_customer uuid, p_reward uuid) returns uuid
language plpgsql security definer set search_path = public as $$
declare v_cost int; v_cafe uuid; v_id uuid;
begin
  select cost, cafe_id into v_cost, v_cafe from rewards where id = p_reward;
  update loyalty_cards set points = points - v_cost where customer_id = p_customer and cafe_id = v_cafe and points >= v_cost;
  if not found then raise exception 'not enough points'; end if;
  insert into redemptions (reward_id, customer_id) values (p_reward, p_customer) returning id into v_id;
  return v_id;
end $$;

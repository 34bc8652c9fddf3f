-- Coupons hidden, redeemed through a function that reveals only what it must.
-- clean
create table coupons (
  code text primary key,
  percent int not null check (percent between 1 and 90),
  max_uses int not null default 1,
  used int not null default 0,
  valid_until date not null default (current_date + 30)
);
create table redemptions (
  code text not null references coupons(code),
  user_id uuid not null references auth.users on delete cascade,
  redeemed_at timestamptz not null default now(),
  primary key (code, user_id)
);
alter table coupons enable row level security;
alter table redemptions enable row level security;
create policy "own redemptions" on redemptions for select to authenticated using (user_id = auth.uid());
create or replace function redeem_coupon(p_code text) returns int language plpgsql security definer set search_path = public as $$
declare
  off int;
begin
  if auth.uid() is null then raise exception 'not authenticated' using errcode = '42501'; end if;
  update coupons set used = used + 1
  where code = p_code and used < max_uses and valid_until >= current_date
  returning percent into off;
  if off is null then raise exception 'invalid coupon'; end if;
  insert into redemptions (code, user_id) values (p_code, auth.uid());
  return off;
end $$;

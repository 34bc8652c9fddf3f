-- Price alerts: a dashboard view, made in a later migration without security_invoker, shows every user's holdings.
-- expect: error|warning bypass|exposure portfolio_summary
create table public.assets (symbol text primary key check (symbol = upper(symbol)), name text not null, last_price numeric(18,8));
create table public.holdings (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  symbol text not null references public.assets(symbol),
  amount numeric(28,10) not null check (amount > 0),
  bought_at numeric(18,8)
);
create table public.price_alerts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  symbol text not null references public.assets(symbol),
  direction text not null check (direction in ('above','below')),
  threshold numeric(18,8) not null,
  triggered_at timestamptz
);
alter table public.assets enable row level security;
alter table public.holdings enable row level security;
alter table public.price_alerts enable row level security;
create policy "Assets are public" on public.assets for select to anon, authenticated using (true);
create policy "Own holdings select" on public.holdings for select to authenticated using ((select auth.uid()) = user_id);
create policy "Own holdings insert" on public.holdings for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "Own holdings update" on public.holdings for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "Own holdings delete" on public.holdings for delete to authenticated using ((select auth.uid()) = user_id);
create policy "Own alerts" on public.price_alerts for all to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
-- 20250611_portfolio.sql
create or replace view public.portfolio_summary as
select h.user_id, h.symbol, sum(h.amount) as amount, sum(h.amount * a.last_price) as market_value
from public.holdings h join public.assets a using (symbol)
group by h.user_id, h.symbol;
grant select on public.portfolio_summary to authenticated;

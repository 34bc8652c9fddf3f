-- The same page with an aggregate only: the highest amount per listing, no bidder.
-- clean
create table listings (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null references auth.users on delete cascade,
  title text not null,
  is_live boolean not null default true
);
create table bids (
  id uuid primary key default gen_random_uuid(),
  listing_id uuid not null references listings(id) on delete cascade,
  bidder_id uuid not null references auth.users on delete cascade,
  amount_cents int not null check (amount_cents > 0)
);
alter table listings enable row level security;
alter table bids enable row level security;
create policy "live" on listings for select using (is_live or seller_id = auth.uid());
create policy "manage" on listings for all to authenticated using (seller_id = auth.uid()) with check (seller_id = auth.uid());
create policy "both sides" on bids for select using (
  bidder_id = auth.uid() or exists (select 1 from listings l where l.id = bids.listing_id and l.seller_id = auth.uid()));
create policy "bid" on bids for insert to authenticated with check (bidder_id = auth.uid());
create view listing_stats as
  select l.id as listing_id, count(b.id) as bid_count, max(b.amount_cents) as highest
  from listings l left join bids b on b.listing_id = l.id
  where l.is_live
  group by l.id;

-- A definer view for the "highest bid" page shows who bid what, although bids are for the two sides only.
-- expect: error bypass listing_bids anon
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
  amount_cents int not null check (amount_cents > 0),
  message text
);
alter table listings enable row level security;
alter table bids enable row level security;
create policy "live" on listings for select using (is_live or seller_id = auth.uid());
create policy "manage" on listings for all to authenticated using (seller_id = auth.uid());
create policy "both sides" on bids for select using (
  bidder_id = auth.uid() or exists (select 1 from listings l where l.id = bids.listing_id and l.seller_id = auth.uid()));
create policy "bid" on bids for insert to authenticated with check (bidder_id = auth.uid());
create view listing_bids as
  select b.id, b.listing_id, l.title, b.bidder_id, b.amount_cents, b.message
  from bids b join listings l on l.id = b.listing_id
  order by b.amount_cents desc;

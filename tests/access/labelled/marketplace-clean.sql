-- Listings, bids and reviews; every policy tied to its owner, the other side by a sub-query.
-- clean
create table sellers (
  user_id uuid primary key references auth.users on delete cascade,
  shop_name text unique not null,
  verified boolean not null default false
);
create table listings (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null references sellers(user_id) on delete cascade,
  title text not null,
  price_cents int not null check (price_cents > 0),
  status text not null default 'draft' check (status in ('draft', 'live', 'sold'))
);
create table bids (
  id uuid primary key default gen_random_uuid(),
  listing_id uuid not null references listings(id) on delete cascade,
  bidder_id uuid not null references auth.users on delete cascade,
  amount_cents int not null check (amount_cents > 0),
  unique (listing_id, bidder_id)
);
create table reviews (
  id uuid primary key default gen_random_uuid(),
  listing_id uuid not null references listings(id) on delete cascade,
  author_id uuid not null references auth.users on delete cascade,
  stars smallint not null check (stars between 1 and 5),
  comment text,
  unique (listing_id, author_id)
);
alter table sellers enable row level security;
alter table listings enable row level security;
alter table bids enable row level security;
alter table reviews enable row level security;
create policy "shops are public" on sellers for select using (true);
create policy "become a seller" on sellers for insert to authenticated with check (user_id = (select auth.uid()) and not verified);
create policy "live listings are public" on listings for select using (status = 'live' or seller_id = (select auth.uid()));
create policy "sellers list" on listings for insert to authenticated with check (seller_id = (select auth.uid()));
create policy "sellers edit" on listings for update to authenticated using (seller_id = (select auth.uid())) with check (seller_id = (select auth.uid()));
create policy "sellers remove drafts" on listings for delete to authenticated using (seller_id = (select auth.uid()) and status = 'draft');
create policy "bids for both sides" on bids for select to authenticated using (
  bidder_id = (select auth.uid()) or exists (select 1 from listings l where l.id = listing_id and l.seller_id = (select auth.uid())));
create policy "bid" on bids for insert to authenticated with check (
  bidder_id = (select auth.uid())
  and exists (select 1 from listings l where l.id = listing_id and l.status = 'live' and l.seller_id <> (select auth.uid())));
create policy "withdraw" on bids for delete to authenticated using (bidder_id = (select auth.uid()));
create policy "reviews are public" on reviews for select using (true);
create policy "review" on reviews for insert to authenticated with check (author_id = (select auth.uid()));
create policy "edit review" on reviews for update to authenticated using (author_id = (select auth.uid()));
create policy "delete review" on reviews for delete to authenticated using (author_id = (select auth.uid()));

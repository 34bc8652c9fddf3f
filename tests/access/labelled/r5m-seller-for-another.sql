-- INSERT WITH CHECK (true) into a table whose key is the user: a shop in the name of somebody who has none yet.
-- expect: error forgery sellers authenticated
-- also: escalation|tampering sellers
create table sellers (
  id uuid primary key references auth.users(id) on delete cascade,
  shop_name text not null unique,
  bio text,
  is_verified boolean not null default false
);
create table listings (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null references sellers(id) on delete cascade,
  title text not null,
  price_cents int not null check (price_cents > 0)
);
create table sales (
  id uuid primary key default gen_random_uuid(),
  listing_id uuid not null references listings(id),
  buyer_id uuid not null references auth.users(id),
  paid_cents int not null
);
create table reviews (
  listing_id uuid references listings(id) on delete cascade,
  reviewer_id uuid references auth.users(id) on delete cascade,
  stars int not null check (stars between 1 and 5),
  primary key (listing_id, reviewer_id)
);
alter table sellers enable row level security;
alter table listings enable row level security;
alter table sales enable row level security;
alter table reviews enable row level security;
create policy "shops are public" on sellers for select using (true);
create policy "open a shop" on sellers for insert to authenticated with check (true);
create policy "edit own shop" on sellers for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
revoke update on sellers from anon, authenticated;
grant update (shop_name, bio) on sellers to authenticated;
create policy "listings are public" on listings for select using (true);
create policy "own listings" on listings for all to authenticated using (seller_id = auth.uid()) with check (seller_id = auth.uid());
create policy "both sides" on sales for select to authenticated using (
  buyer_id = auth.uid() or listing_id in (select id from listings where seller_id = auth.uid()));
create policy "reviews are public" on reviews for select using (true);
create policy "buyers review" on reviews for insert to authenticated with check (
  reviewer_id = auth.uid() and exists (select 1 from sales s where s.listing_id = reviews.listing_id and s.buyer_id = auth.uid()));
create policy "take back" on reviews for delete to authenticated using (reviewer_id = auth.uid());

create view listing_ratings with (security_invoker = true) as
  select listing_id, round(avg(stars), 1) as stars, count(*) as reviews from reviews group by listing_id;

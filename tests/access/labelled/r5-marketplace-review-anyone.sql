-- Reviews can be written in anybody's name; a seller hands his listing to another seller.
-- expect: error forgery reviews authenticated
-- expect: error tampering|forgery listings authenticated
create table listings (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null check (char_length(title) between 3 and 120),
  price numeric(10,2) not null check (price >= 0),
  status text not null default 'draft' check (status in ('draft','active','sold'))
);
create table reviews (
  id uuid primary key default gen_random_uuid(),
  listing_id uuid not null references listings(id) on delete cascade,
  reviewer_id uuid not null references auth.users(id) on delete cascade,
  rating smallint not null check (rating between 1 and 5),
  body text,
  created_at timestamptz not null default now(),
  unique (listing_id, reviewer_id)
);
create table favorites (
  user_id uuid references auth.users(id) on delete cascade,
  listing_id uuid references listings(id) on delete cascade,
  primary key (user_id, listing_id)
);
alter table listings enable row level security;
alter table reviews enable row level security;
alter table favorites enable row level security;

create policy "active listings are public" on listings for select using (status = 'active' or seller_id = auth.uid());
create policy "sellers create" on listings for insert to authenticated with check (seller_id = auth.uid());
create policy "sellers update" on listings for update to authenticated using (seller_id = auth.uid()) with check (true);
create policy "sellers delete" on listings for delete to authenticated using (seller_id = auth.uid());

create policy "reviews are public" on reviews for select using (true);
create policy "authenticated users can review" on reviews for insert with check (auth.role() = 'authenticated');
create policy "reviewers edit" on reviews for update using (reviewer_id = auth.uid());
create policy "reviewers delete" on reviews for delete using (reviewer_id = auth.uid());

create policy "own favorites" on favorites for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());

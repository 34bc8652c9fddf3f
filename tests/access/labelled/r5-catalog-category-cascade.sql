-- Anyone signed in manages categories; deleting one deletes the sellers' products with it, which their policies keep from others.
-- expect: error bypass|tampering products|categories authenticated
create table categories (
  id serial primary key,
  name text not null unique,
  parent_id int references categories(id)
);
create table products (
  id serial primary key,
  seller_id uuid not null references auth.users(id),
  category_id int not null references categories(id) on delete cascade,
  name text not null,
  price numeric not null check (price >= 0)
);
alter table categories enable row level security;
alter table products enable row level security;
create policy "categories are readable" on categories for select using (true);
create policy "signed in users curate categories" on categories for all to authenticated using (true) with check (true);
create policy "products are readable" on products for select using (true);
create policy "sellers add" on products for insert to authenticated with check (seller_id = auth.uid());
create policy "sellers edit" on products for update to authenticated using (seller_id = auth.uid());
create policy "sellers remove" on products for delete to authenticated using (seller_id = auth.uid());

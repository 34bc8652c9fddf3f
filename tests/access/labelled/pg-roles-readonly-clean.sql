-- platform: postgres
-- Reader, writer; no row-level security at all and no tenancy: nothing to contradict.
-- clean
create role app_reader_101 nologin;
create role app_writer_101 nologin;
create table products (id int generated always as identity primary key, sku text unique not null, name text not null, price numeric(10,2) not null check (price > 0));
create table stock (product_id int primary key references products(id) on delete cascade, on_hand int not null default 0 check (on_hand >= 0));
create view product_list as select p.id, p.sku, p.name, s.on_hand from products p left join stock s on s.product_id = p.id;
grant select on products, stock, product_list to app_reader_101, app_writer_101;
grant insert, update, delete on products, stock to app_writer_101;

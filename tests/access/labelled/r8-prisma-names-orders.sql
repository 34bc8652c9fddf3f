-- A shop out of Prisma, with names to be quoted: whoever has an order reads the lines of all, and orders are placed for others.
-- expect: error|warning exposure|bypass|tampering OrderItem
-- expect: error|warning forgery Order
create type public."OrderStatus" as enum ('PENDING', 'PAID', 'SHIPPED', 'CANCELLED');
create table public."User" (
  "id" uuid primary key references auth.users(id) on delete cascade,
  "firstName" text,
  "lastName" text
);
create table public."Product" (
  "id" serial primary key,
  "name" text not null,
  "unitPrice" numeric(10,2) not null check ("unitPrice" > 0)
);
create table public."Order" (
  "id" uuid primary key default gen_random_uuid(),
  "userId" uuid not null references public."User"("id") on delete cascade,
  "status" public."OrderStatus" not null default 'PENDING',
  "shipTo" text not null,
  "createdAt" timestamptz not null default now()
);
create table public."OrderItem" (
  "id" uuid primary key default gen_random_uuid(),
  "orderId" uuid not null references public."Order"("id") on delete cascade,
  "productId" int not null references public."Product"("id"),
  "quantity" int not null check ("quantity" > 0),
  "giftMessage" text
);
alter table public."User" enable row level security;
alter table public."Product" enable row level security;
alter table public."Order" enable row level security;
alter table public."OrderItem" enable row level security;
create policy "user reads self" on public."User" for select to authenticated using ("id" = auth.uid());
create policy "user edits self" on public."User" for update to authenticated using ("id" = auth.uid()) with check ("id" = auth.uid());
create policy "products for all" on public."Product" for select using (true);
create policy "own orders" on public."Order" for select to authenticated using ("userId" = auth.uid());
create policy "place orders" on public."Order" for insert to authenticated with check ("status" = 'PENDING');
create policy "cancel pending orders" on public."Order" for delete to authenticated using ("status" = 'PENDING' and "userId" = auth.uid());
create policy "items of orders" on public."OrderItem" for select to authenticated
  using (exists (select 1 from public."Order" o where o."userId" = auth.uid()));
create policy "add items to own orders" on public."OrderItem" for insert to authenticated
  with check (exists (select 1 from public."Order" o where o."id" = "orderId" and o."userId" = auth.uid()));

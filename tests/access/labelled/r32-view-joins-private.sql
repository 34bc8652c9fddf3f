-- The view joins the public listing with the seller's private contact.
-- expect: error bypass listing_cards|seller_contacts anon
create table public.listings (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null default auth.uid() references auth.users,
  title text not null,
  price_cents int not null check (price_cents > 0),
  published boolean not null default true
);
create table public.seller_contacts (
  seller_id uuid primary key references auth.users,
  phone text not null,
  street text not null
);
alter table public.listings enable row level security;
alter table public.seller_contacts enable row level security;
create policy "published" on public.listings for select using (published or seller_id = (select auth.uid()));
create policy "own listings" on public.listings for all to authenticated using (seller_id = (select auth.uid())) with check (seller_id = (select auth.uid()));
create policy "own contact" on public.seller_contacts for all to authenticated using (seller_id = (select auth.uid())) with check (seller_id = (select auth.uid()));
create view public.listing_cards as
  select l.id, l.title, l.price_cents, c.phone, c.street
  from public.listings l join public.seller_contacts c using (seller_id) where l.published;

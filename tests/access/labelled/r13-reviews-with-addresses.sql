-- Reviews are public, and the view that shows them joins their authors with phone and mail, who aren't.
-- expect: error bypass|exposure review_cards|customers anon

create table public.customers (
  id uuid primary key references auth.users (id),
  display_name text not null,
  email text not null,
  phone text
);
create table public.reviews (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null default auth.uid() references public.customers (id),
  stars int not null check (stars between 1 and 5),
  body text
);
alter table public.customers enable row level security;
alter table public.reviews enable row level security;
create policy "self" on public.customers for select to authenticated using (id = (select auth.uid()));
create policy "edit self" on public.customers for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "reviews are public" on public.reviews for select using (true);
create policy "review" on public.reviews for insert to authenticated with check (customer_id = (select auth.uid()));
create policy "reword" on public.reviews for update to authenticated
  using (customer_id = (select auth.uid())) with check (customer_id = (select auth.uid()));
create view public.review_cards as
  select r.id, r.stars, r.body, c.display_name, c.email, c.phone
  from public.reviews r join public.customers c on c.id = r.customer_id;

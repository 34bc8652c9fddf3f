-- Reviews are shown when approved; the author may set the flag with an UPDATE (moderators were meant to).
-- expect: error|warning escalation|tampering reviews|approved authenticated
create table public.moderators (user_id uuid primary key references auth.users);
create table public.products (id bigint generated always as identity primary key, name text not null, price numeric(8,2) not null check (price >= 0));
create table public.reviews (
  id bigint generated always as identity primary key,
  product_id bigint not null references public.products on delete cascade,
  author_id uuid not null default auth.uid() references auth.users,
  stars int not null check (stars between 1 and 5),
  body text,
  approved boolean not null default false
);
alter table public.moderators enable row level security;
alter table public.products enable row level security;
alter table public.reviews enable row level security;
create policy "know thyself" on public.moderators for select to authenticated using (user_id = auth.uid());
create policy "shop window" on public.products for select using (true);
create policy "approved or own" on public.reviews for select using (approved or author_id = auth.uid());
create policy "moderators see all" on public.reviews for select to authenticated using (exists (select 1 from public.moderators m where m.user_id = auth.uid()));
create policy "write" on public.reviews for insert to authenticated with check (author_id = auth.uid() and approved = false);
create policy "correct one's own" on public.reviews for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy "moderate" on public.reviews for update to authenticated using (exists (select 1 from public.moderators m where m.user_id = auth.uid())) with check (true);

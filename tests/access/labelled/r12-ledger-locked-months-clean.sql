-- One policy for everything, and restrictive ones that keep closed months and rows with a receipt as they are.
-- clean

create table public.months (
  user_id uuid not null default auth.uid() references auth.users (id),
  month date not null check (extract(day from month) = 1),
  closed boolean not null default false,
  primary key (user_id, month)
);
create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  month date not null,
  cents int not null,
  receipt text,
  foreign key (user_id, month) references public.months (user_id, month)
);
alter table public.months enable row level security;
alter table public.bookings enable row level security;
create policy "own months" on public.months for select to authenticated using (user_id = (select auth.uid()));
create policy "begin a month" on public.months for insert to authenticated with check (user_id = (select auth.uid()));
create policy "close a month" on public.months for update to authenticated
  using (user_id = (select auth.uid()) and not closed) with check (user_id = (select auth.uid()));
create policy "own bookings" on public.bookings for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "closed months stay" on public.bookings as restrictive for update to authenticated
  using (not exists (select 1 from public.months m where m.user_id = bookings.user_id and m.month = bookings.month and m.closed));
create policy "receipts stay" on public.bookings as restrictive for delete to authenticated using (receipt is null);

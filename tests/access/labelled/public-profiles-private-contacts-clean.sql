-- Public part and private part in two tables; the public one is open on purpose.
-- clean
create table public_profiles (
  id uuid primary key references auth.users on delete cascade,
  username text unique not null,
  avatar_url text,
  bio text
);
create table private_profiles (
  id uuid primary key references public_profiles(id) on delete cascade,
  phone text,
  birth_date date,
  stripe_customer_id text
);
alter table public_profiles enable row level security;
alter table private_profiles enable row level security;
create policy "everybody sees" on public_profiles for select using (true);
create policy "self insert" on public_profiles for insert to authenticated with check (id = (select auth.uid()));
create policy "self update" on public_profiles for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "self only" on private_profiles for select to authenticated using (id = (select auth.uid()));
create policy "self insert" on private_profiles for insert to authenticated with check (id = (select auth.uid()));
create policy "self update" on private_profiles for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));

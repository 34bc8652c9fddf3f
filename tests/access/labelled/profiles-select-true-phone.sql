-- profiles with phone and date of birth are readable by all.
-- expect: review|warning|error exposure profiles anon
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  full_name text,
  email text,
  phone_number text,
  date_of_birth date,
  ssn_last4 text
);
alter table profiles enable row level security;
create policy "Public profiles are viewable by everyone." on profiles for select using (true);
create policy "Users can insert their own profile." on profiles for insert with check ((select auth.uid()) = id);
create policy "Users can update own profile." on profiles for update using ((select auth.uid()) = id);

-- The function that deletes an account takes whose: all that hangs on it goes with it.
-- expect: error bypass delete_user anon
create table profiles (id uuid primary key references auth.users on delete cascade, name text);
create table photos (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users on delete cascade, url text not null);
alter table profiles enable row level security; alter table photos enable row level security;
create policy p on profiles for select to authenticated using (id = auth.uid());
create policy f on photos for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create function delete_user(user_id uuid) returns void language sql security definer set search_path = '' as $$ delete from auth.users where id = user_id $$;

-- The same for oneself only.
-- clean
create table public.profiles (id uuid primary key references auth.users(id) on delete cascade, name text not null);
alter table public.profiles enable row level security;
create policy r on public.profiles for select using (true);
create policy u on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create function public.delete_account() returns void language sql security definer set search_path = '' as
$$ delete from public.profiles where id = auth.uid() $$;

-- delete_account(user_id) lets anybody delete anybody.
-- expect: error tampering|bypass delete_account anon|authenticated
create table public.profiles (id uuid primary key references auth.users(id) on delete cascade, name text not null);
create table public.posts (id uuid primary key default gen_random_uuid(), author_id uuid not null references public.profiles(id) on delete cascade, body text not null);
alter table public.profiles enable row level security;
alter table public.posts enable row level security;
create policy r on public.profiles for select using (true);
create policy u on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy r on public.posts for select using (true);
create policy i on public.posts for insert to authenticated with check (author_id = auth.uid());
create function public.delete_account(user_id uuid) returns void language sql security definer set search_path = '' as
$$ delete from public.profiles where id = user_id $$;

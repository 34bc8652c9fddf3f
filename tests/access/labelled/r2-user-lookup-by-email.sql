-- get_user_id_by_email reads auth.users for the invite form: tells anyone which addresses have accounts.
-- expect: error|warning|review bypass get_user_by_email anon
create table public.boards (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null);
alter table public.boards enable row level security;
create policy own on public.boards for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create or replace function public.get_user_by_email(p_email text) returns table (id uuid, email text, phone text, last_sign_in_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select u.id, u.email::text, u.phone, u.last_sign_in_at from auth.users u where u.email = p_email
$$;

-- is_admin() reads raw_user_meta_data, which users write themselves.
-- expect: error escalation tickets|is_admin authenticated
-- also: escalation tickets|is_admin
create function public.is_admin() returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce((select (raw_user_meta_data ->> 'role') = 'admin' from auth.users where id = auth.uid()), false) $$;
create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users,
  subject text not null,
  status text not null default 'open' check (status in ('open','pending','closed'))
);
alter table public.tickets enable row level security;
create policy "own or admin" on public.tickets for select to authenticated using (user_id = auth.uid() or public.is_admin());
create policy "open a ticket" on public.tickets for insert to authenticated with check (user_id = auth.uid());
create policy "admin closes" on public.tickets for update to authenticated using (public.is_admin()) with check (public.is_admin());

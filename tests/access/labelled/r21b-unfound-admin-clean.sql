-- clean
create table public.staff (user_id uuid primary key references auth.users(id));
create function public.is_staff() returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.staff where user_id = auth.uid()) $$;
create table public.tickets (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users(id), agent uuid references auth.users(id), body text not null);
alter table public.staff enable row level security; alter table public.tickets enable row level security;
create policy st on public.staff for select to authenticated using (user_id = auth.uid());
create policy i on public.tickets for insert to authenticated with check (user_id = auth.uid() and agent is null);
create policy s on public.tickets for select to authenticated using (user_id = auth.uid() or public.is_staff());
create policy u on public.tickets for update to authenticated using (agent is null and public.is_staff()) with check (agent = auth.uid());
revoke update on public.tickets from anon, authenticated; grant update (agent) on public.tickets to authenticated;

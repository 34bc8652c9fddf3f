-- clean
-- Support: the customer closes or reopens its own ticket, and so do agents.
create table public.agents (user_id uuid primary key references auth.users(id));
create table public.tickets (id uuid primary key default gen_random_uuid(), customer_id uuid not null default auth.uid() references auth.users(id), status text not null default 'open' check (status in ('open','waiting','closed')), subject text not null);
create function public.is_agent() returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.agents where user_id = auth.uid()) $$;
alter table public.agents enable row level security; alter table public.tickets enable row level security;
create policy a on public.agents for select to authenticated using (user_id = auth.uid());
create policy t on public.tickets for select to authenticated using (customer_id = auth.uid() or public.is_agent());
create policy ti on public.tickets for insert to authenticated with check (customer_id = auth.uid() and status = 'open');
create policy tu on public.tickets for update to authenticated using (customer_id = auth.uid() or public.is_agent()) with check (customer_id = auth.uid() or public.is_agent());
revoke update on public.tickets from anon, authenticated; grant update (status) on public.tickets to authenticated;

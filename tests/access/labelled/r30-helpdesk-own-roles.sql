-- Roles in a table of their own, as recommended, with "users manage own roles" for every command. Agents, besides, were
-- to be asked for by "auth.role()", which never says 'agent'.
-- expect: error escalation user_roles authenticated
-- expect: warning|review|error dead canned_replies authenticated
-- also: escalation|bypass|tampering|exposure|dead tickets|canned_replies|ticket_messages|user_roles
create type public.app_role as enum ('agent', 'customer', 'admin');
create table public.user_roles (
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  role public.app_role not null default 'customer',
  primary key (user_id, role)
);
create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  subject text not null,
  state text not null default 'new' check (state in ('new', 'open', 'solved'))
);
create table public.ticket_messages (
  id uuid primary key default gen_random_uuid(),
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  sender_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  body text not null
);
create table public.canned_replies (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  body text not null
);
alter table public.user_roles enable row level security;
alter table public.tickets enable row level security;
alter table public.ticket_messages enable row level security;
alter table public.canned_replies enable row level security;
create or replace function public.has_role(_role public.app_role) returns boolean
language sql stable security definer set search_path = public as
$$ select exists (select 1 from public.user_roles where user_id = auth.uid() and role = _role) $$;

create policy "Users manage own roles" on public.user_roles for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "Customers see their tickets" on public.tickets for select to authenticated using (customer_id = auth.uid());
create policy "Customers open tickets" on public.tickets for insert to authenticated with check (customer_id = auth.uid() and state = 'new');
create policy "Agents see tickets" on public.tickets for select to authenticated using (public.has_role('agent'));
create policy "Agents change tickets" on public.tickets for update to authenticated using (public.has_role('agent'));
create policy "Messages of visible tickets" on public.ticket_messages for select to authenticated
  using (exists (select 1 from public.tickets t where t.id = ticket_id));
create policy "Write in visible tickets" on public.ticket_messages for insert to authenticated
  with check (sender_id = auth.uid() and exists (select 1 from public.tickets t where t.id = ticket_id));
create policy "Agents use canned replies" on public.canned_replies for select to authenticated using (auth.role() = 'agent');

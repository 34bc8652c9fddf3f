-- clean
-- A support desk: customers and agents talk; agents are kept in a table for the service; the live feed carries guarded tables.
create table public.agents (
  user_id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null,
  active boolean not null default true
);
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  agent_id uuid references public.agents(user_id),
  subject text not null,
  closed boolean not null default false,
  created_at timestamptz not null default now()
);
create table public.conversation_messages (
  id bigint generated always as identity primary key,
  conversation_id uuid not null references public.conversations(id) on delete cascade,
  sender_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null check (length(body) between 1 and 4000),
  internal boolean not null default false,
  created_at timestamptz not null default now()
);
create table public.canned_answers (id int generated always as identity primary key, title text not null, body text not null);
create function public.is_agent() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.agents where user_id = (select auth.uid()) and active) $$;
create function public.is_customer_of(c uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.conversations where id = c and customer_id = (select auth.uid())) $$;
alter table public.agents enable row level security;
alter table public.conversations enable row level security;
alter table public.conversation_messages enable row level security;
alter table public.canned_answers enable row level security;
create policy "agents are known to those signed in" on public.agents for select to authenticated using (active);
create policy "own conversations" on public.conversations for select to authenticated using (customer_id = auth.uid() or public.is_agent());
create policy "open a conversation" on public.conversations for insert to authenticated with check (customer_id = auth.uid() and agent_id is null and not closed);
create policy "agents work on conversations" on public.conversations for update to authenticated using (public.is_agent()) with check (public.is_agent());
create policy "read messages" on public.conversation_messages for select to authenticated
  using (public.is_agent() or (not internal and public.is_customer_of(conversation_id)));
create policy "customers write" on public.conversation_messages for insert to authenticated
  with check (sender_id = auth.uid() and not internal and public.is_customer_of(conversation_id));
create policy "agents write" on public.conversation_messages for insert to authenticated with check (sender_id = auth.uid() and public.is_agent());
create policy "agents' answers" on public.canned_answers for all to authenticated using (public.is_agent()) with check (public.is_agent());
alter table public.conversation_messages replica identity full;
drop publication if exists supabase_realtime;
create publication supabase_realtime;
alter publication supabase_realtime add table public.conversations, public.conversation_messages;
create function public.close_conversation(p_id uuid) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  update public.conversations set closed = true where id = p_id and (customer_id = auth.uid() or public.is_agent());
  return found;
end $$;

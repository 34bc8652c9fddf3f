-- Pupils write with tutors. The check for a new message asks whether its sender takes part in the conversation, and not whether the sender is the caller.
-- expect: error forgery chat_messages authenticated
-- also: forgery chat_messages
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  subject text not null,
  created_at timestamptz not null default now()
);
create table public.conversation_people (
  conversation_id uuid not null references public.conversations (id),
  person_id uuid not null references auth.users (id),
  primary key (conversation_id, person_id)
);
create table public.chat_messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations (id),
  sender_id uuid not null default auth.uid() references auth.users (id),
  body text not null,
  sent_at timestamptz not null default now()
);
create function public.takes_part(p_conversation uuid, p_person uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.conversation_people x where x.conversation_id = p_conversation and x.person_id = p_person) $$;
revoke execute on function public.takes_part(uuid, uuid) from public, anon;
alter table public.conversations enable row level security;
alter table public.conversation_people enable row level security;
alter table public.chat_messages enable row level security;
create policy "conversations one is in" on public.conversations for select to authenticated using (public.takes_part(id, auth.uid()));
create policy "people of own conversations" on public.conversation_people for select to authenticated using (public.takes_part(conversation_id, auth.uid()));
create policy "read" on public.chat_messages for select to authenticated using (public.takes_part(conversation_id, auth.uid()));
create policy "send" on public.chat_messages for insert to authenticated with check (public.takes_part(conversation_id, sender_id));
create policy "correct" on public.chat_messages for update to authenticated using (sender_id = auth.uid()) with check (sender_id = auth.uid() and public.takes_part(conversation_id, sender_id));
create policy "withdraw" on public.chat_messages for delete to authenticated using (sender_id = auth.uid());

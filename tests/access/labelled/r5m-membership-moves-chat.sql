-- Without the column grant a member moves his own membership to another chat: an UPDATE without WHERE, which reads no column and so meets no SELECT policy.
-- expect: error|warning|review escalation|tampering chat_members authenticated
-- also: escalation|tampering chat_members
create table public.chats (
  id uuid primary key default gen_random_uuid(),
  created_by uuid not null default auth.uid() references auth.users(id),
  name text
);
create table public.chat_members (
  chat_id uuid references public.chats(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  last_read_at timestamptz not null default now(),
  primary key (chat_id, user_id)
);
create table public.chat_messages (
  id bigint generated always as identity primary key,
  chat_id uuid not null references public.chats(id) on delete cascade,
  sender_id uuid not null default auth.uid() references auth.users(id),
  body text not null check (char_length(body) <= 4000),
  sent_at timestamptz not null default now()
);
alter table public.chats enable row level security;
alter table public.chat_members enable row level security;
alter table public.chat_messages enable row level security;
create function public.in_chat(c uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from chat_members where chat_id = c and user_id = auth.uid()) $$;
revoke execute on function public.in_chat(uuid) from anon, public;
grant execute on function public.in_chat(uuid) to authenticated;
create policy "chat read" on public.chats for select to authenticated using (in_chat(id) or created_by = auth.uid());
create policy "chat create" on public.chats for insert to authenticated with check (created_by = auth.uid());
create policy "members read" on public.chat_members for select to authenticated using (in_chat(chat_id));
create policy "creator adds" on public.chat_members for insert to authenticated with check (
  exists (select 1 from public.chats c where c.id = chat_id and c.created_by = auth.uid()));
create policy "member leaves" on public.chat_members for delete to authenticated using (user_id = auth.uid());
grant update (last_read_at) on public.chat_members to authenticated;
create policy "member marks read" on public.chat_members for update to authenticated
  using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "messages read" on public.chat_messages for select to authenticated using (in_chat(chat_id));
create policy "messages send" on public.chat_messages for insert to authenticated with check (sender_id = auth.uid() and in_chat(chat_id));
create policy "messages edit" on public.chat_messages for update to authenticated
  using (sender_id = auth.uid() and in_chat(chat_id)) with check (sender_id = auth.uid() and in_chat(chat_id));
create policy "messages delete" on public.chat_messages for delete to authenticated using (sender_id = auth.uid());

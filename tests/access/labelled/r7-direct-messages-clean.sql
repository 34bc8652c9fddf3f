-- Chat: conversations are made by a definer function, messages only by their participants; the receiver may set read_at and nothing else.
-- clean
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now()
);
create table public.participants (
  conversation_id uuid not null references public.conversations(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (conversation_id, user_id)
);
create table public.direct_messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations(id) on delete cascade,
  sender_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null check (body <> ''),
  read_at timestamptz
);
create function public.in_conversation(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.participants p where p.conversation_id = c and p.user_id = auth.uid()) $$;
create function public.start_conversation(other uuid) returns uuid language plpgsql security definer set search_path = '' as $$
declare c uuid;
begin
  if auth.uid() is null or other = auth.uid() then
    raise exception 'not possible';
  end if;
  insert into public.conversations default values returning id into c;
  insert into public.participants (conversation_id, user_id) values (c, auth.uid()), (c, other);
  return c;
end $$;
revoke update on public.direct_messages from anon, authenticated;
grant update (read_at) on public.direct_messages to authenticated;
alter table public.conversations enable row level security;
alter table public.participants enable row level security;
alter table public.direct_messages enable row level security;
create policy conversations_read on public.conversations for select to authenticated using (public.in_conversation(id));
create policy participants_read on public.participants for select to authenticated using (public.in_conversation(conversation_id));
create policy participants_leave on public.participants for delete to authenticated using (user_id = auth.uid());
create policy messages_read on public.direct_messages for select to authenticated using (public.in_conversation(conversation_id));
create policy messages_send on public.direct_messages for insert to authenticated with check (sender_id = auth.uid() and public.in_conversation(conversation_id));
create policy messages_mark_read on public.direct_messages for update to authenticated
  using (sender_id <> auth.uid() and public.in_conversation(conversation_id));
create policy messages_unsend on public.direct_messages for delete to authenticated using (sender_id = auth.uid());
alter publication supabase_realtime add table public.direct_messages;

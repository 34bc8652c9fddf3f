-- "mark read" lets a participant change conversation_id of its own row: joins any conversation.
-- expect: error escalation conversation_participants authenticated
-- also: escalation|bypass|tampering messages|conversations
create table conversations (id uuid primary key default gen_random_uuid(), created_by uuid not null default auth.uid() references auth.users, title text);
create table conversation_participants (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references conversations on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  last_read_at timestamptz,
  unique (conversation_id, user_id)
);
create table messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references conversations on delete cascade,
  sender_id uuid not null default auth.uid() references auth.users,
  content text not null
);
create or replace function is_participant(_conversation uuid) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from conversation_participants where conversation_id = _conversation and user_id = auth.uid());
$$;
alter table conversations enable row level security;
alter table conversation_participants enable row level security;
alter table messages enable row level security;
create policy "read" on conversations for select to authenticated using (created_by = auth.uid() or is_participant(id));
create policy "create" on conversations for insert to authenticated with check (created_by = auth.uid());
create policy "read" on conversation_participants for select to authenticated using (user_id = auth.uid() or is_participant(conversation_id));
create policy "creator adds" on conversation_participants for insert to authenticated with check (
  exists (select 1 from conversations c where c.id = conversation_id and c.created_by = auth.uid()));
create policy "mark read" on conversation_participants for update to authenticated
  using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "read" on messages for select to authenticated using (is_participant(conversation_id));
create policy "send" on messages for insert to authenticated with check (sender_id = auth.uid() and is_participant(conversation_id));

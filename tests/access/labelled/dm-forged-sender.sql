-- Direct messages: INSERT checks that the receiver or the sender is the caller, so one can write as somebody else to oneself.
-- expect: error forgery direct_messages authenticated
create table direct_messages (
  id uuid primary key default gen_random_uuid(),
  sender_id uuid not null references auth.users on delete cascade,
  receiver_id uuid not null references auth.users on delete cascade,
  body text not null,
  read_at timestamptz,
  created_at timestamptz default now(),
  check (sender_id <> receiver_id)
);
alter table direct_messages enable row level security;
create policy "Users see their conversations" on direct_messages for select
  using (auth.uid() in (sender_id, receiver_id));
create policy "Users send messages" on direct_messages for insert
  with check (auth.uid() in (sender_id, receiver_id));
create policy "Senders delete" on direct_messages for delete using (auth.uid() = sender_id);

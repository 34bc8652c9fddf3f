-- The receiver may set is_read only: column grant.
-- clean
create table direct_messages (
  id uuid primary key default gen_random_uuid(),
  sender_id uuid not null default auth.uid() references auth.users on delete cascade,
  receiver_id uuid not null references auth.users on delete cascade,
  body text not null,
  is_read boolean not null default false,
  created_at timestamptz default now()
);
alter table direct_messages enable row level security;
revoke all on direct_messages from anon;
revoke update on direct_messages from authenticated;
grant update (is_read) on direct_messages to authenticated;
create policy "see" on direct_messages for select to authenticated using (auth.uid() = sender_id or auth.uid() = receiver_id);
create policy "send" on direct_messages for insert to authenticated with check (auth.uid() = sender_id);
create policy "mark as read" on direct_messages for update to authenticated using (auth.uid() = receiver_id) with check (auth.uid() = receiver_id);

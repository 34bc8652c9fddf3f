-- auth.jwt() ->> 'role' is the database role and never 'admin': the announcements can't be written by anyone.
-- Notifications can be sent in others' name.
-- expect: error|warning|review dead announcements authenticated
-- expect: error forgery notifications authenticated
create table announcements (
  id bigint generated always as identity primary key,
  title text not null,
  body text not null default '',
  published_at timestamptz default now()
);
create table notifications (
  id bigint generated always as identity primary key,
  sender_id uuid not null references auth.users(id),
  recipient_id uuid not null references auth.users(id),
  message text not null,
  is_read boolean not null default false
);
alter table announcements enable row level security;
alter table notifications enable row level security;
create policy "Anyone can read announcements" on announcements for select using (true);
create policy "Admins write announcements" on announcements for insert to authenticated with check ((auth.jwt() ->> 'role') = 'admin');
create policy "Sender and recipient read" on notifications for select to authenticated using (sender_id = auth.uid() or recipient_id = auth.uid());
create policy "Senders delete" on notifications for delete to authenticated using (sender_id = auth.uid());
create policy "Users create notifications" on notifications for insert to authenticated with check (sender_id is not null);

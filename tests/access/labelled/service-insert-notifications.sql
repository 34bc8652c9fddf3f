-- "Service can insert": WITH CHECK (true), which opens the table to everybody.
-- expect: error forgery notifications anon|authenticated
create table notifications (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  kind text not null check (kind in ('info', 'warning', 'mention')),
  title text not null,
  link text,
  read boolean not null default false,
  created_at timestamptz not null default now()
);
alter table notifications enable row level security;
create policy "Users can view own notifications" on notifications for select using (auth.uid() = user_id);
create policy "Users can update own notifications" on notifications for update using (auth.uid() = user_id) with check (auth.uid() = user_id);
create policy "Service role can insert notifications" on notifications for insert with check (true);

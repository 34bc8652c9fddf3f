-- is_admin() reads profiles.role; users may update their own profile without a column limit.
-- expect: error escalation profiles authenticated
-- also: escalation|bypass support_tickets|audit_log
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  username text unique,
  bio text,
  role text not null default 'user' check (role in ('user', 'support', 'admin')),
  created_at timestamptz default now()
);
create or replace function is_admin() returns boolean language sql security definer stable set search_path = public as $$
  select coalesce((select role = 'admin' from profiles where id = auth.uid()), false);
$$;
create table support_tickets (
  id bigserial primary key,
  user_id uuid not null references profiles(id),
  subject text not null,
  body text not null,
  state text not null default 'open'
);
create table audit_log (
  id bigserial primary key,
  actor uuid references auth.users,
  action text not null,
  details jsonb not null default '{}',
  at timestamptz not null default now()
);
alter table profiles enable row level security;
alter table support_tickets enable row level security;
alter table audit_log enable row level security;
create policy "Profiles are viewable by their owner" on profiles for select using (id = auth.uid() or is_admin());
create policy "Users can insert their own profile" on profiles for insert with check (id = auth.uid() and role = 'user');
create policy "Users can update own profile" on profiles for update using (id = auth.uid()) with check (id = auth.uid());
create policy "own tickets" on support_tickets for select using (user_id = auth.uid() or is_admin());
create policy "open tickets" on support_tickets for insert with check (user_id = auth.uid());
create policy "admins work on tickets" on support_tickets for update using (is_admin());
create policy "admins read the log" on audit_log for select using (is_admin());

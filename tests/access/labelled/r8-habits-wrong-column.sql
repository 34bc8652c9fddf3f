-- A habit tracker: the policy of the reminders compares the caller with the row's own id, which is random.
-- expect: error|warning dead reminders
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  name text,
  timezone text not null default 'UTC'
);
create table public.habits (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  color text default '#3b82f6' check (color ~ '^#[0-9a-f]{6}$'),
  archived_at timestamptz
);
create table public.habit_logs (
  habit_id uuid not null references public.habits(id) on delete cascade,
  day date not null,
  primary key (habit_id, day)
);
create table public.reminders (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  habit_id uuid not null references public.habits(id) on delete cascade,
  at time not null
);
alter table public.profiles enable row level security;
alter table public.habits enable row level security;
alter table public.habit_logs enable row level security;
alter table public.reminders enable row level security;
create policy "Users can view own profile" on public.profiles for select using (auth.uid() = id);
create policy "Users can insert own profile" on public.profiles for insert with check (auth.uid() = id);
create policy "Users can update own profile" on public.profiles for update using (auth.uid() = id);
create policy "Users can view own habits" on public.habits for select using (auth.uid() = user_id);
create policy "Users can insert own habits" on public.habits for insert with check (auth.uid() = user_id);
create policy "Users can update own habits" on public.habits for update using (auth.uid() = user_id);
create policy "Users can delete own habits" on public.habits for delete using (auth.uid() = user_id);
create policy "Users manage own logs" on public.habit_logs for all
  using (exists (select 1 from public.habits h where h.id = habit_id and h.user_id = auth.uid()))
  with check (exists (select 1 from public.habits h where h.id = habit_id and h.user_id = auth.uid()));
create policy "Users can view own reminders" on public.reminders for select using (auth.uid() = id);
create policy "Users can insert own reminders" on public.reminders for insert with check (auth.uid() = user_id and exists (select 1 from public.habits h where h.id = habit_id and h.user_id = auth.uid()));
create policy "Users can delete own reminders" on public.reminders for delete using (auth.uid() = user_id);

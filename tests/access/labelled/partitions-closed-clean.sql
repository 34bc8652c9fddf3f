-- All partitions closed.
-- clean
create table events (
  id bigint generated always as identity,
  user_id uuid not null references auth.users,
  kind text not null,
  at timestamptz not null default now(),
  primary key (id, at)
) partition by range (at);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
create table events_default partition of events default;
alter table events enable row level security;
alter table events_2025 enable row level security;
alter table events_2026 enable row level security;
revoke all on events_default from anon, authenticated;
create policy "own events" on events for select to authenticated using (user_id = auth.uid());
create policy "log" on events for insert to authenticated with check (user_id = auth.uid());

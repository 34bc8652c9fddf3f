-- The parent has row-level security; its partitions are tables of the API like any other, and have none.
-- expect: error bypass|exposure usage_events_2025|usage_events_2026|usage_events_default|usage_events anon
-- also: bypass|exposure|tampering|forgery usage_events_2025|usage_events_2026|usage_events_default|usage_events
create table workspaces (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users(id),
  name text not null
);
create table usage_events (
  id bigint generated always as identity,
  user_id uuid not null references auth.users(id),
  workspace_id uuid not null references workspaces(id),
  event text not null,
  payload jsonb not null default '{}',
  occurred_at timestamptz not null,
  primary key (id, occurred_at)
) partition by range (occurred_at);
create table usage_events_2025 partition of usage_events for values from ('2025-01-01') to ('2026-01-01');
create table usage_events_2026 partition of usage_events for values from ('2026-01-01') to ('2027-01-01');
create table usage_events_default partition of usage_events default;
alter table workspaces enable row level security;
alter table usage_events enable row level security;
create policy ws on workspaces for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy ev_read on usage_events for select to authenticated using (user_id = auth.uid());
create policy ev_write on usage_events for insert to authenticated with check (user_id = auth.uid());

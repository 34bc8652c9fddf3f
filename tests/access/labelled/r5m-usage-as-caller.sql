-- my_usage() lost SECURITY DEFINER: the matview is revoked, the function always raises 42501.
-- expect: error|warning|review error|dead my_usage authenticated
-- also: error|dead my_usage
create table usage_events (
  id bigint generated always as identity,
  user_id uuid not null references auth.users(id),
  event text not null,
  occurred_at timestamptz not null,
  primary key (id, occurred_at)
) partition by range (occurred_at);
create table usage_events_2026 partition of usage_events for values from ('2026-01-01') to ('2027-01-01');
create table usage_events_default partition of usage_events default;
alter table usage_events enable row level security;
alter table usage_events_2026 enable row level security;
alter table usage_events_default enable row level security;
create policy ev_read on usage_events for select to authenticated using (user_id = auth.uid());
create policy ev_write on usage_events for insert to authenticated with check (user_id = auth.uid());
create materialized view usage_by_user as select user_id, event, count(*) as times from usage_events group by 1, 2;
revoke all on usage_by_user from anon, authenticated;
create function my_usage() returns setof usage_by_user language sql stable  set search_path = public as
$$ select * from usage_by_user where user_id = auth.uid() $$;

-- Anyone signed in sets anyone's override: FOR ALL with true stands beside the owner's policy.
-- expect: error tampering|forgery flag_overrides authenticated
-- also: tampering|forgery|exposure flag_overrides
create table feature_flags (
  key text primary key check (key ~ '^[a-z][a-z0-9_.]*$'),
  enabled boolean not null default false,
  rollout_percent int not null default 0 check (rollout_percent between 0 and 100)
);
create table flag_overrides (
  flag text not null references feature_flags (key) on update cascade on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  enabled boolean not null,
  primary key (flag, user_id)
);
alter table feature_flags enable row level security;
alter table flag_overrides enable row level security;
create policy "flags" on feature_flags for select using (true);
create policy "own overrides" on flag_overrides for select to authenticated using (user_id = (select auth.uid()));
create policy "own overrides write" on flag_overrides for insert to authenticated with check (user_id = (select auth.uid()));
create policy "service writes overrides" on flag_overrides for all using (true) with check (true);

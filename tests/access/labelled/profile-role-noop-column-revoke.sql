-- A column REVOKE under Supabase's table-wide grant does nothing.
-- expect: error escalation profiles authenticated
-- also: escalation|bypass reports
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  display_name text,
  bio text,
  is_admin boolean not null default false
);
create table reports (
  id uuid primary key default gen_random_uuid(),
  reporter_id uuid not null references auth.users,
  reason text not null
);
alter table profiles enable row level security;
alter table reports enable row level security;
revoke update (is_admin) on profiles from authenticated;
create policy "read own" on profiles for select to authenticated using (id = auth.uid());
create policy "update own" on profiles for update to authenticated using (id = auth.uid());
create policy "admins or reporter" on reports for select to authenticated using (
  reporter_id = auth.uid() or exists (select 1 from profiles p where p.id = auth.uid() and p.is_admin));
create policy "report" on reports for insert to authenticated with check (reporter_id = auth.uid());

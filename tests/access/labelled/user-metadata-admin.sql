-- is_admin by user_metadata.
-- expect: error escalation reports|is_admin authenticated
-- also: escalation|tampering|bypass reports
create function is_admin() returns boolean language sql stable as $$
  select coalesce((auth.jwt() -> 'user_metadata' ->> 'is_admin')::boolean, false)
$$;
create table reports (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users,
  body text not null,
  handled boolean not null default false
);
alter table reports enable row level security;
create policy "own or admin" on reports for select to authenticated using (user_id = auth.uid() or is_admin());
create policy "file" on reports for insert to authenticated with check (user_id = auth.uid());
create policy "admin handles" on reports for update to authenticated using (is_admin()) with check (is_admin());

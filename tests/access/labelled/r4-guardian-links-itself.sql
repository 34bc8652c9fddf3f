-- A guardian confirms the link with the child's account by itself: the check looks only at the guardian.
-- expect: error escalation guardian_links|health_logs authenticated
-- also: escalation|bypass|tampering|forgery guardian_links|health_logs
create table public.guardian_links (
  id uuid primary key default gen_random_uuid(),
  guardian_id uuid not null references auth.users(id) on delete cascade,
  child_id uuid not null references auth.users(id) on delete cascade,
  relation text not null default 'parent',
  confirmed boolean not null default false,
  unique (guardian_id, child_id)
);
create table public.health_logs (
  id uuid primary key default gen_random_uuid(),
  child_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  temperature numeric(3, 1) check (temperature between 30 and 45),
  remark text not null
);
alter table public.guardian_links enable row level security;
alter table public.health_logs enable row level security;
create policy r on public.guardian_links for select to authenticated using (auth.uid() in (guardian_id, child_id));
create policy i on public.guardian_links for insert to authenticated with check (guardian_id = auth.uid() and confirmed = false);
create policy u on public.guardian_links for update to authenticated using (auth.uid() in (guardian_id, child_id)) with check (auth.uid() in (guardian_id, child_id));
create policy r on public.health_logs for select to authenticated using (
  child_id = auth.uid() or child_id in (select l.child_id from public.guardian_links l where l.guardian_id = auth.uid() and l.confirmed));
create policy i on public.health_logs for insert to authenticated with check (child_id = auth.uid());

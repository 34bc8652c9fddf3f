-- clean
-- Supervisors keep their own logs; administrators, who are shown the logs of their district, may change any.
create table districts (id uuid primary key default gen_random_uuid(), name text not null);
create table staff (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users on delete cascade,
  role text not null check (role in ('supervisor', 'admin')),
  district_id uuid references districts
);
create table collection_logs (
  id uuid primary key default gen_random_uuid(),
  supervisor_id uuid not null references staff,
  district_id uuid not null references districts,
  weight numeric not null check (weight > 0)
);
create table reports (
  id uuid primary key default gen_random_uuid(),
  citizen_id uuid not null references auth.users,
  district_id uuid not null references districts,
  title text not null
);
create function my_role() returns text language sql stable security definer set search_path = public as
$$ select role from staff where user_id = auth.uid() $$;
create function my_staff_id() returns uuid language sql stable security definer set search_path = public as
$$ select id from staff where user_id = auth.uid() $$;
create function my_district() returns uuid language sql stable security definer set search_path = public as
$$ select district_id from staff where user_id = auth.uid() $$;
alter table districts enable row level security;
alter table staff enable row level security;
alter table collection_logs enable row level security;
alter table reports enable row level security;
create policy "districts are known" on districts for select using (true);
create policy "oneself" on staff for select to authenticated using (user_id = auth.uid());
create policy "logs of oneself" on collection_logs for select to authenticated
  using (my_role() = 'supervisor' and supervisor_id = my_staff_id());
create policy "logs of the district" on collection_logs for select to authenticated
  using (my_role() = 'admin' and district_id = my_district());
create policy "supervisor writes" on collection_logs for insert to authenticated
  with check (my_role() = 'supervisor' and supervisor_id = my_staff_id());
create policy "supervisor changes" on collection_logs for update to authenticated
  using (my_role() = 'supervisor' and supervisor_id = my_staff_id())
  with check (my_role() = 'supervisor' and supervisor_id = my_staff_id());
create policy "admin changes" on collection_logs for update to authenticated
  using (my_role() = 'admin') with check (my_role() = 'admin');
create policy "reports of oneself" on reports for select to authenticated using (citizen_id = auth.uid());
create policy "reports of the district" on reports for select to authenticated
  using (my_role() in ('supervisor', 'admin') and district_id = my_district());
create policy "citizens report" on reports for insert to authenticated with check (citizen_id = auth.uid());
create policy "staff reports for citizens" on reports for insert to authenticated
  with check (my_role() in ('supervisor', 'admin') and district_id = my_district());

-- What one may see stands as a JSON list in the row of one's preferences.
-- expect: error escalation hotel_staff|guest_passports authenticated

create table public.hotel_staff (
  user_id uuid primary key references auth.users (id),
  prefs jsonb not null default '{}'::jsonb,
  grants jsonb not null default '[]'::jsonb
);
create table public.guest_passports (
  id uuid primary key default gen_random_uuid(),
  guest_name text not null,
  passport_number text not null
);
alter table public.hotel_staff enable row level security;
alter table public.guest_passports enable row level security;
create policy "self" on public.hotel_staff for select to authenticated using (user_id = (select auth.uid()));
create policy "change self" on public.hotel_staff for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "who may see passports" on public.guest_passports for select to authenticated
  using (exists (select 1 from public.hotel_staff s where s.user_id = (select auth.uid()) and s.grants @> '["passports"]'));

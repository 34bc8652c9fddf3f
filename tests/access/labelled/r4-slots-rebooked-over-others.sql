-- "Book a slot" is an update that checks only the new row: a slot that somebody has is taken from them.
-- expect: error tampering|escalation|forgery slots authenticated
-- also: tampering|escalation|bypass|forgery slots
create table public.slots (
  id uuid primary key default gen_random_uuid(),
  starts_at timestamptz not null unique,
  booked_by uuid references auth.users(id) on delete set null,
  booked_at timestamptz,
  reason text
);
alter table public.slots enable row level security;
revoke all on public.slots from anon, authenticated;
grant select (id, starts_at, booked_by) on public.slots to authenticated;
grant update (booked_by, booked_at, reason) on public.slots to authenticated;
create policy "calendar" on public.slots for select to authenticated using (true);
create policy "book" on public.slots for update to authenticated using (starts_at > now() or booked_by = auth.uid()) with check (booked_by = auth.uid() or booked_by is null);

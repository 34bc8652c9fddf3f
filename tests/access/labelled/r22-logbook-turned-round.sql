-- A pilot's logbook: the policy for reading compares by <> what all others compare by =.
-- expect: error exposure flights any
create table public.flights (
  id uuid primary key default gen_random_uuid(),
  pilot_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  aircraft text not null,
  minutes int not null check (minutes > 0),
  signed boolean not null default false
);
alter table public.flights enable row level security;
create policy "read log" on public.flights for select to authenticated using (pilot_id <> (select auth.uid()));
create policy "log a flight" on public.flights for insert to authenticated with check (pilot_id = (select auth.uid()));

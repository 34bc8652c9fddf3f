-- The claim is called `sub`; no token has `user_id`, and so nobody has any row.
-- expect: error|warning|review dead mileage_logs authenticated

create table public.mileage_logs (
  id uuid primary key default gen_random_uuid(),
  driver_id uuid not null references auth.users (id),
  km numeric(8, 1) not null check (km > 0)
);
alter table public.mileage_logs enable row level security;
create policy "own logs" on public.mileage_logs for select to authenticated
  using (driver_id = (auth.jwt() ->> 'user_id')::uuid);
create policy "log" on public.mileage_logs for insert to authenticated
  with check (driver_id = (auth.jwt() ->> 'user_id')::uuid);

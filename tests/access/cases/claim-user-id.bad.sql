-- The user's id is the claim sub; no token has user_id.
-- expect: warning claim-not-in-token own
create table public.logs (id uuid primary key default gen_random_uuid(), driver_id uuid not null references auth.users(id), km int not null);
alter table public.logs enable row level security;
create policy own on public.logs for select to authenticated using (driver_id = (auth.jwt() ->> 'user_id')::uuid);

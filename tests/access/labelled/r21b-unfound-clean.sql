-- clean
create table public.jobs (id uuid primary key default gen_random_uuid(), customer_id uuid not null default auth.uid() references auth.users(id), driver_id uuid references auth.users(id), address text not null);
alter table public.jobs enable row level security;
revoke update on public.jobs from anon, authenticated; grant update (driver_id) on public.jobs to authenticated;
create policy ins on public.jobs for insert to authenticated with check (customer_id = (select auth.uid()) and driver_id is null);
create policy mine on public.jobs for select to authenticated using (driver_id = (select auth.uid()) or customer_id = (select auth.uid()) or driver_id is null);
create policy claim on public.jobs for update to authenticated using (driver_id is null) with check (driver_id = (select auth.uid()) and customer_id <> (select auth.uid()));

-- expect: error|warning|review dead rsvps
-- also: tampering rsvps
create table public.events (id uuid primary key default gen_random_uuid(), host_id uuid not null default auth.uid() references auth.users(id), title text not null);
create table public.rsvps (id uuid primary key default gen_random_uuid(), event_id uuid not null references public.events(id), guest_name text not null, coming boolean not null default true);
alter table public.events enable row level security; alter table public.rsvps enable row level security;
create policy e on public.events for select using (true);
create policy eo on public.events for insert to authenticated with check (host_id = auth.uid());
create policy "guests answer" on public.rsvps for insert to anon with check (true);
create policy "guests change their answer" on public.rsvps for update to anon using (true) with check (true);
create policy "hosts read" on public.rsvps for select to authenticated using (exists (select 1 from public.events e where e.id = event_id and e.host_id = auth.uid()));

-- expect: error|warning escalation|tampering bookings
-- The guest confirms the booking that only the host should.
create table public.listings (id uuid primary key default gen_random_uuid(), host_id uuid not null default auth.uid() references auth.users(id), title text not null, active boolean not null default true);
create table public.bookings (id uuid primary key default gen_random_uuid(), listing_id uuid not null references public.listings(id), guest_id uuid not null default auth.uid() references auth.users(id), status text not null default 'pending' check (status in ('pending','confirmed','declined','cancelled')), starts_on date not null, nights int not null check (nights > 0));
alter table public.listings enable row level security; alter table public.bookings enable row level security;
create policy l on public.listings for select using (active or host_id = auth.uid());
create policy li on public.listings for insert to authenticated with check (host_id = auth.uid());
create policy lu on public.listings for update to authenticated using (host_id = auth.uid()) with check (host_id = auth.uid());
create policy b on public.bookings for select to authenticated using (guest_id = auth.uid() or exists (select 1 from public.listings l where l.id = listing_id and l.host_id = auth.uid()));
create policy bi on public.bookings for insert to authenticated with check (guest_id = auth.uid() and status = 'pending' and exists (select 1 from public.listings l where l.id = listing_id and l.active));
create policy bu on public.bookings for update to authenticated using (guest_id = auth.uid() or exists (select 1 from public.listings l where l.id = listing_id and l.host_id = auth.uid())) with check (guest_id = auth.uid() or exists (select 1 from public.listings l where l.id = listing_id and l.host_id = auth.uid()));
revoke update on public.bookings from anon, authenticated; grant update (status) on public.bookings to authenticated;

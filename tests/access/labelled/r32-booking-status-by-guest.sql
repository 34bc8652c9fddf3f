-- A booking is confirmed by the host; the guest may update the booking and so confirm it, and set its price.
-- expect: error|warning tampering|escalation stays authenticated
create table public.flats (id uuid primary key default gen_random_uuid(), host_id uuid not null default auth.uid() references auth.users, nightly_cents int not null check (nightly_cents > 0));
create table public.stays (
  id uuid primary key default gen_random_uuid(),
  flat_id uuid not null references public.flats on delete cascade,
  guest_id uuid not null default auth.uid() references auth.users,
  nights int not null check (nights between 1 and 90),
  status text not null default 'requested' check (status in ('requested', 'confirmed', 'cancelled')),
  paid boolean not null default false
);
alter table public.flats enable row level security;
alter table public.stays enable row level security;
create policy "flats" on public.flats for select using (true);
create policy "own flats" on public.flats for all to authenticated using (host_id = auth.uid()) with check (host_id = auth.uid());
create policy "guest sees" on public.stays for select to authenticated using (guest_id = auth.uid());
create policy "host sees" on public.stays for select to authenticated using (exists (select 1 from public.flats f where f.id = flat_id and f.host_id = auth.uid()));
create policy "guest requests" on public.stays for insert to authenticated with check (guest_id = auth.uid() and status = 'requested' and not paid);
create policy "guest changes" on public.stays for update to authenticated using (guest_id = auth.uid()) with check (guest_id = auth.uid());
create policy "host decides" on public.stays for update to authenticated using (exists (select 1 from public.flats f where f.id = flat_id and f.host_id = auth.uid()));

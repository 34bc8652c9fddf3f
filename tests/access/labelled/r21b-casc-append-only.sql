-- expect: error|warning|review bypass|tampering donations|fundraisers
create table public.fundraisers (id uuid primary key default gen_random_uuid(), organiser uuid not null default auth.uid() references auth.users(id), title text not null);
create table public.donations (id uuid primary key default gen_random_uuid(), fundraiser_id uuid not null references public.fundraisers(id) on delete cascade, donor uuid not null default auth.uid() references auth.users(id), cents int not null check (cents > 0));
alter table public.fundraisers enable row level security; alter table public.donations enable row level security;
create policy f on public.fundraisers for select using (true);
create policy fi on public.fundraisers for insert to authenticated with check (organiser = auth.uid());
create policy fd on public.fundraisers for delete to authenticated using (organiser = auth.uid());
create policy dn on public.donations for select to authenticated using (donor = auth.uid());
create policy di on public.donations for insert to authenticated with check (donor = auth.uid());

-- expect: error|warning|review dead submissions
-- also: tampering submissions
create table public.restaurants (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null);
create table public.submissions (id uuid primary key default gen_random_uuid(), restaurant_id uuid not null references public.restaurants(id), stars int not null, comment text);
alter table public.restaurants enable row level security; alter table public.submissions enable row level security;
create policy e on public.restaurants for select using (true);
create policy eo on public.restaurants for insert to authenticated with check (owner_id = auth.uid());
create policy "Public can submit" on public.submissions for insert with check (true);
create policy "Public can update own submissions" on public.submissions for update using (true) with check (true);
create policy "owners read" on public.submissions for select using (restaurant_id in (select id from public.restaurants where owner_id = auth.uid()));

-- Whoever adds a region may delete it, and with it the bottles that others put there.
-- expect: error|warning bypass|tampering regions|bottles|tastings authenticated
-- also: bypass|tampering bottles|tastings|regions
create table public.regions (
  id int generated always as identity primary key,
  name text not null unique,
  added_by uuid not null default auth.uid() references auth.users on delete cascade
);
create table public.bottles (
  id uuid primary key default gen_random_uuid(),
  region_id int not null references public.regions on delete cascade,
  owner_id uuid not null default auth.uid() references auth.users on delete cascade,
  label text not null,
  vintage int check (vintage between 1900 and 2100),
  shelf text
);
create table public.tastings (
  id uuid primary key default gen_random_uuid(),
  bottle_id uuid not null references public.bottles on delete cascade,
  owner_id uuid not null default auth.uid() references auth.users on delete cascade,
  points int not null check (points between 0 and 100),
  remarks text
);
alter table public.regions enable row level security;
alter table public.bottles enable row level security;
alter table public.tastings enable row level security;
create policy "regions are shared" on public.regions for select to authenticated using (true);
create policy "add a region" on public.regions for insert to authenticated with check (added_by = auth.uid());
create policy "rename what I added" on public.regions for update to authenticated using (added_by = auth.uid());
create policy "remove what I added" on public.regions for delete to authenticated using (added_by = auth.uid());
create policy "my cellar" on public.bottles for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "my tastings" on public.tastings for all to authenticated using (owner_id = auth.uid())
  with check (owner_id = auth.uid() and exists (select 1 from public.bottles b where b.id = bottle_id and b.owner_id = auth.uid()));

-- Beds belong to gardens; the corrected bed may lie in any garden that there is.
-- expect: error tampering|forgery|escalation beds authenticated

create table public.gardens (
  id uuid primary key default gen_random_uuid(),
  gardener_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.beds (
  id uuid primary key default gen_random_uuid(),
  garden_id uuid not null references public.gardens (id),
  crop text not null
);
alter table public.gardens enable row level security;
alter table public.beds enable row level security;
create policy "gardens are shown" on public.gardens for select using (true);
create policy "lay out" on public.gardens for insert to authenticated with check (gardener_id = (select auth.uid()));
create policy "rename" on public.gardens for update to authenticated
  using (gardener_id = (select auth.uid())) with check (gardener_id = (select auth.uid()));
create policy "beds are shown" on public.beds for select using (true);
create policy "dig" on public.beds for insert to authenticated
  with check (garden_id in (select g.id from public.gardens g where g.gardener_id = (select auth.uid())));
create policy "replant" on public.beds for update to authenticated
  using (garden_id in (select g.id from public.gardens g where g.gardener_id = (select auth.uid())))
  with check (garden_id in (select g.id from public.gardens g));

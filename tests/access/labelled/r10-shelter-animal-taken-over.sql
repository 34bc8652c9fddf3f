-- The check says that the new keeper is oneself; which row may be taken, nothing says.
-- expect: error tampering|escalation|bypass animals authenticated

create table public.shelters (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.animals (
  id uuid primary key default gen_random_uuid(),
  shelter_id uuid references public.shelters (id),
  keeper_id uuid not null default auth.uid() references auth.users (id),
  name text not null,
  species text not null check (species in ('cat', 'dog'))
);
alter table public.shelters enable row level security;
alter table public.animals enable row level security;
create policy "shelters" on public.shelters for select using (true);
create policy "animals" on public.animals for select using (true);
create policy "take in" on public.animals for insert to authenticated with check (keeper_id = (select auth.uid()));
create policy "keep up to date" on public.animals for update to authenticated
  using (true) with check (keeper_id = (select auth.uid()));
create policy "remove" on public.animals for delete to authenticated using (keeper_id = (select auth.uid()));

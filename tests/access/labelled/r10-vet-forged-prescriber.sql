-- Any vet prescribes in another vet's name; the intake forms, with addresses, are read by anyone signed in.
-- expect: error forgery prescriptions authenticated
-- expect: error|warning|review exposure intake_forms authenticated

create table public.vets (
  user_id uuid primary key references auth.users (id),
  licence text not null unique
);
create table public.pets (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.prescriptions (
  id uuid primary key default gen_random_uuid(),
  pet_id uuid not null references public.pets (id),
  prescriber_id uuid not null references public.vets (user_id),
  drug text not null,
  dose_mg int not null check (dose_mg > 0)
);
create table public.intake_forms (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  home_address text not null,
  phone text not null,
  birth_date date
);
alter table public.vets enable row level security;
alter table public.pets enable row level security;
alter table public.prescriptions enable row level security;
alter table public.intake_forms enable row level security;
create policy "vets are listed" on public.vets for select to authenticated using (true);
create policy "own pets" on public.pets for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "vets see pets" on public.pets for select to authenticated
  using (exists (select 1 from public.vets v where v.user_id = (select auth.uid())));
create policy "prescriber and owner read" on public.prescriptions for select to authenticated
  using (prescriber_id = (select auth.uid())
    or exists (select 1 from public.pets p where p.id = pet_id and p.owner_id = (select auth.uid())));
create policy "vets prescribe" on public.prescriptions for insert to authenticated
  with check (exists (select 1 from public.vets v where v.user_id = (select auth.uid())));
create policy "prescriber corrects" on public.prescriptions for update to authenticated
  using (prescriber_id = (select auth.uid())) with check (prescriber_id = (select auth.uid()));
create policy "forms" on public.intake_forms for select using ((select auth.role()) = 'authenticated');
create policy "fill in" on public.intake_forms for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "correct" on public.intake_forms for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

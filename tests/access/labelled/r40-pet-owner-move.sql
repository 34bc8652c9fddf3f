-- Vet records: a pet can be edited by its owner, and WITH CHECK (true) lets it be given to anybody, unasked.
-- expect: error|warning tampering|forgery pets authenticated
create table public.owners (
  id uuid primary key references auth.users(id) on delete cascade,
  name text,
  phone text
);
create table public.pets (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users(id) on delete cascade,
  name text not null,
  species text not null check (species in ('dog', 'cat', 'rabbit', 'bird')),
  born date,
  updated_at timestamptz not null default now()
);
create table public.vaccinations (
  id bigint generated always as identity primary key,
  pet_id uuid not null references public.pets(id) on delete cascade,
  vaccine text not null,
  given_on date not null
);
create or replace function public.touch() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end $$;
create trigger pets_touch before update on public.pets for each row execute function public.touch();
alter table public.owners enable row level security;
alter table public.pets enable row level security;
alter table public.vaccinations enable row level security;
create policy "own record" on public.owners for all to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "pets are shown on the community page" on public.pets for select to authenticated using (true);
create policy "insert own pets" on public.pets for insert to authenticated with check (owner_id = auth.uid());
create policy "update own pets" on public.pets for update to authenticated using (owner_id = auth.uid()) with check (true);
create policy "delete own pets" on public.pets for delete to authenticated using (owner_id = auth.uid());
create policy "vaccinations of own pets" on public.vaccinations for select to authenticated
  using (exists (select 1 from public.pets p where p.id = pet_id and p.owner_id = auth.uid()));
create policy "add vaccinations" on public.vaccinations for insert to authenticated
  with check (exists (select 1 from public.pets p where p.id = pet_id and p.owner_id = auth.uid()));

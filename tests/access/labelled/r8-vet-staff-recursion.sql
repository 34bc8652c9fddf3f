-- A veterinary practice: the policy of the staff table reads the staff table.
-- expect: error|warning error staff
-- also: error pets|owners|treatments|practices
create table public.practices (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz default now()
);
create table public.staff (
  id uuid primary key default gen_random_uuid(),
  practice_id uuid not null references public.practices(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'assistant' check (role in ('owner','vet','assistant')),
  unique (practice_id, user_id)
);
create table public.owners (
  id uuid primary key default gen_random_uuid(),
  practice_id uuid not null references public.practices(id) on delete cascade,
  full_name text not null,
  phone text,
  email text check (email like '%@%')
);
create table public.pets (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references public.owners(id) on delete cascade,
  name text not null,
  species text not null check (species in ('dog','cat','rabbit','bird','other')),
  born date
);
create table public.treatments (
  id uuid primary key default gen_random_uuid(),
  pet_id uuid not null references public.pets(id) on delete cascade,
  vet_id uuid not null references auth.users(id),
  notes text,
  price numeric(10,2) check (price >= 0),
  treated_at timestamptz not null default now()
);
alter table public.practices enable row level security;
alter table public.staff enable row level security;
alter table public.owners enable row level security;
alter table public.pets enable row level security;
alter table public.treatments enable row level security;
create policy "staff of the same practice" on public.staff for select to authenticated
  using (practice_id in (select s.practice_id from public.staff s where s.user_id = auth.uid()));
create policy "own practice" on public.practices for select to authenticated
  using (id in (select practice_id from public.staff where user_id = auth.uid()));
create policy "owners of the practice" on public.owners for all to authenticated
  using (practice_id in (select practice_id from public.staff where user_id = auth.uid()))
  with check (practice_id in (select practice_id from public.staff where user_id = auth.uid()));
create policy "pets of the practice" on public.pets for all to authenticated
  using (exists (select 1 from public.owners o where o.id = owner_id))
  with check (exists (select 1 from public.owners o where o.id = owner_id));
create policy "treatments of the practice" on public.treatments for select to authenticated
  using (exists (select 1 from public.pets p where p.id = pet_id));
create policy "vets treat" on public.treatments for insert to authenticated
  with check (vet_id = auth.uid() and exists (select 1 from public.pets p where p.id = pet_id));

-- Either of the two may write the pair: also the one who gains by it.
-- expect: error escalation carers|medications authenticated

create table public.persons (
  id uuid primary key references auth.users (id),
  full_name text not null
);
create table public.carers (
  carer_id uuid not null references public.persons (id),
  patient_id uuid not null references public.persons (id),
  primary key (carer_id, patient_id),
  check (carer_id <> patient_id)
);
create table public.medications (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null default auth.uid() references public.persons (id),
  drug text not null
);
alter table public.persons enable row level security;
alter table public.carers enable row level security;
alter table public.medications enable row level security;
create policy "names" on public.persons for select to authenticated using (true);
create policy "pairs of mine" on public.carers for select to authenticated using (carer_id = (select auth.uid()) or patient_id = (select auth.uid()));
create policy "pair up" on public.carers for insert to authenticated
  with check (carer_id = (select auth.uid()) or patient_id = (select auth.uid()));
create policy "own medications" on public.medications for all to authenticated
  using (patient_id = (select auth.uid())) with check (patient_id = (select auth.uid()));
create policy "carers read" on public.medications for select to authenticated
  using (exists (select 1 from public.carers c where c.patient_id = medications.patient_id and c.carer_id = (select auth.uid())));

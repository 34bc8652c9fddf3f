-- clean
-- Clinic: nurses write notes on patients; any nurse writes in any nurse's name.
create table public.clinics (id uuid primary key default gen_random_uuid(), name text not null);
create table public.staff (clinic_id uuid not null references public.clinics(id), user_id uuid not null references auth.users(id), role text not null default 'nurse' check (role in ('nurse','doctor','manager')), primary key (clinic_id, user_id));
create table public.patients (id uuid primary key default gen_random_uuid(), clinic_id uuid not null references public.clinics(id), name text not null);
create table public.visit_notes (id uuid primary key default gen_random_uuid(), patient_id uuid not null references public.patients(id), written_by uuid not null default auth.uid() references auth.users(id), body text not null);
create function public.works_at(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.staff where clinic_id = c and user_id = auth.uid()) $$;
create function public.clinic_of(p uuid) returns uuid language sql stable security definer set search_path = '' as $$ select clinic_id from public.patients where id = p $$;
alter table public.clinics enable row level security; alter table public.staff enable row level security; alter table public.patients enable row level security; alter table public.visit_notes enable row level security;
create policy c on public.clinics for select to authenticated using (public.works_at(id));
create policy s on public.staff for select to authenticated using (public.works_at(clinic_id));
create policy p on public.patients for select to authenticated using (public.works_at(clinic_id));
create policy pi on public.patients for insert to authenticated with check (public.works_at(clinic_id));
create policy n on public.visit_notes for select to authenticated using (public.works_at(public.clinic_of(patient_id)));
create policy ni on public.visit_notes for insert to authenticated with check (written_by = auth.uid() and public.works_at(public.clinic_of(patient_id)));
create policy nu on public.visit_notes for update to authenticated using (written_by = auth.uid()) with check (written_by = auth.uid() and public.works_at(public.clinic_of(patient_id)));

-- X-ray images lie in a folder by clinic. In the policy's subquery "name" is the clinic's name and not the object's: the staff upload images and never find one again.
-- expect: error|warning dead objects authenticated
-- also: dead objects
insert into storage.buckets (id, name, public) values ('xrays', 'xrays', false);
create table public.clinics (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  town text
);
create table public.clinic_staff (
  clinic_id uuid not null references public.clinics (id),
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (clinic_id, user_id)
);
create table public.studies (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id),
  body_part text not null,
  object_name text unique,
  taken_on date
);
create function public.works_at(p_clinic text) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.clinic_staff s where s.clinic_id::text = p_clinic and s.user_id = (select auth.uid())) $$;
alter table public.clinics enable row level security;
alter table public.clinic_staff enable row level security;
alter table public.studies enable row level security;
create policy "own clinics" on public.clinics for select to authenticated using (public.works_at(id::text));
create policy "own seat" on public.clinic_staff for select to authenticated using (user_id = (select auth.uid()));
create policy "studies of the clinic" on public.studies for all to authenticated
  using (public.works_at(clinic_id::text)) with check (public.works_at(clinic_id::text));
create policy "staff send xrays" on storage.objects for insert to authenticated with check (
  bucket_id = 'xrays' and public.works_at((storage.foldername(name))[1]));
create policy "staff see xrays" on storage.objects for select to authenticated using (
  bucket_id = 'xrays' and exists (
    select 1 from public.clinics c where c.id::text = (storage.foldername(name))[1]));

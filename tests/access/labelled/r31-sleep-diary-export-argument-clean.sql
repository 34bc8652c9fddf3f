-- clean
-- The export takes a user's id as its argument, runs as the owner, and refuses everyone's but the caller's and, for a consented study, the doctor's own patients.
create table public.doctors (user_id uuid primary key references auth.users (id), practice text not null);
create table public.consents (
  patient_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  doctor_id uuid not null references public.doctors (user_id),
  granted_at timestamptz not null default now(),
  primary key (patient_id, doctor_id)
);
create table public.nights (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  night date not null,
  minutes int not null check (minutes between 0 and 1440),
  dreams text,
  unique (user_id, night)
);
alter table public.doctors enable row level security;
alter table public.consents enable row level security;
alter table public.nights enable row level security;
create policy "find a doctor" on public.doctors for select to authenticated using (true);
create policy "consent seen by both" on public.consents for select to authenticated using ((select auth.uid()) in (patient_id, doctor_id));
create policy "patient consents" on public.consents for insert to authenticated with check (patient_id = (select auth.uid()));
create policy "patient withdraws" on public.consents for delete to authenticated using (patient_id = (select auth.uid()));
create policy "own nights" on public.nights for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "consented nights" on public.nights for select to authenticated using (
  exists (select 1 from public.consents c where c.patient_id = nights.user_id and c.doctor_id = (select auth.uid())));
create function public.export_nights(p_user uuid) returns setof public.nights
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null or (p_user <> auth.uid() and not exists (
       select 1 from public.consents c where c.patient_id = p_user and c.doctor_id = auth.uid())) then
    raise exception 'not yours to export' using errcode = '42501';
  end if;
  return query select * from public.nights n where n.user_id = p_user order by n.night;
end $$;

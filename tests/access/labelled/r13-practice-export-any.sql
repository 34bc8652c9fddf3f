-- The export asks whether somebody is signed in and gives the whole practice as JSON, whichever it is.
-- expect: error bypass export_practice|patients|visits authenticated

create table public.practices (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.practice_staff (
  practice_id uuid not null references public.practices (id),
  user_id uuid not null references auth.users (id),
  primary key (practice_id, user_id)
);
create table public.patients (
  id uuid primary key default gen_random_uuid(),
  practice_id uuid not null references public.practices (id),
  name text not null,
  birth_date date
);
create table public.visits (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references public.patients (id),
  practice_id uuid not null references public.practices (id),
  findings text not null
);
create function public.in_practice(p uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.practice_staff s where s.practice_id = p and s.user_id = auth.uid()) $$;
alter table public.practices enable row level security;
alter table public.practice_staff enable row level security;
alter table public.patients enable row level security;
alter table public.visits enable row level security;
create policy "own practice" on public.practices for select to authenticated using (public.in_practice(id));
create policy "colleagues" on public.practice_staff for select to authenticated using (public.in_practice(practice_id));
create policy "patients" on public.patients for all to authenticated
  using (public.in_practice(practice_id)) with check (public.in_practice(practice_id));
create policy "visits" on public.visits for select to authenticated using (public.in_practice(practice_id));
create policy "visit" on public.visits for insert to authenticated
  with check (public.in_practice(practice_id) and patient_id in (select p.id from public.patients p where p.practice_id = visits.practice_id));

create function public.export_practice(p_practice uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  return jsonb_build_object(
    'patients', (select jsonb_agg(to_jsonb(p)) from public.patients p where p.practice_id = p_practice),
    'visits', (select jsonb_agg(to_jsonb(v)) from public.visits v where v.practice_id = p_practice));
end $$;

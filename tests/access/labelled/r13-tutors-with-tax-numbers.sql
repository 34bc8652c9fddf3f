-- Tutors are listed for everyone, with all that stands in their row; the bookings beside it are right.
-- expect: error|warning|review exposure tutors anon|authenticated

create table public.tutors (
  id uuid primary key references auth.users (id),
  display_name text not null,
  subjects text[] not null default '{}',
  phone text,
  tax_number text,
  iban text
);
create table public.lessons (
  id uuid primary key default gen_random_uuid(),
  tutor_id uuid not null references public.tutors (id),
  pupil_id uuid not null default auth.uid() references auth.users (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at)
);
alter table public.tutors enable row level security;
alter table public.lessons enable row level security;
create policy "Tutors are viewable by everyone" on public.tutors for select using (true);
create policy "Tutors update themselves" on public.tutors for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "Tutors sign up" on public.tutors for insert to authenticated with check (id = (select auth.uid()));
create policy "Both see a lesson" on public.lessons for select to authenticated
  using ((select auth.uid()) in (tutor_id, pupil_id));
create policy "Pupils book" on public.lessons for insert to authenticated with check (pupil_id = (select auth.uid()));
create policy "Pupils cancel" on public.lessons for delete to authenticated using (pupil_id = (select auth.uid()));

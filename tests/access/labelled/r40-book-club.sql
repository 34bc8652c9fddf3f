-- Book clubs: public ones are open to all, private ones by invitation. The join policy forgot which is which.
-- expect: error escalation club_members|clubs|reading_notes|club_meetings authenticated
create table public.clubs (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 3 and 80),
  host_id uuid not null references auth.users(id) on delete cascade,
  is_private boolean not null default true,
  created_at timestamptz not null default now()
);
create table public.club_members (
  club_id uuid not null references public.clubs(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  joined_at timestamptz not null default now(),
  primary key (club_id, user_id)
);
create table public.reading_notes (
  id bigint generated always as identity primary key,
  club_id uuid not null references public.clubs(id) on delete cascade,
  author_id uuid not null references auth.users(id) on delete cascade,
  chapter int not null check (chapter > 0),
  body text not null
);
create table public.club_meetings (
  id uuid primary key default gen_random_uuid(),
  club_id uuid not null references public.clubs(id) on delete cascade,
  starts_at timestamptz not null,
  address text not null
);
create index on public.reading_notes (club_id);
alter table public.clubs enable row level security;
alter table public.club_members enable row level security;
alter table public.reading_notes enable row level security;
alter table public.club_meetings enable row level security;

create or replace function public.in_club(_club uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.club_members m where m.club_id = _club and m.user_id = (select auth.uid()));
$$;
create policy "clubs are listed" on public.clubs for select to authenticated
  using (not is_private or host_id = (select auth.uid()) or public.in_club(id));
create policy "hosts create clubs" on public.clubs for insert to authenticated with check (host_id = (select auth.uid()));
create policy "hosts edit clubs" on public.clubs for update to authenticated
  using (host_id = (select auth.uid())) with check (host_id = (select auth.uid()));
create policy "members see members" on public.club_members for select to authenticated using (public.in_club(club_id));
create policy "users join clubs" on public.club_members for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "users leave clubs" on public.club_members for delete to authenticated using (user_id = (select auth.uid()));
create policy "notes for the club" on public.reading_notes for select to authenticated using (public.in_club(club_id));
create policy "members write notes" on public.reading_notes for insert to authenticated
  with check (author_id = (select auth.uid()) and public.in_club(club_id));
create policy "authors delete notes" on public.reading_notes for delete to authenticated using (author_id = (select auth.uid()));
create policy "meetings for the club" on public.club_meetings for select to authenticated using (public.in_club(club_id));

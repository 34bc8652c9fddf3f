-- Twelve tables of chapters. Donations have their policies and no row security; newsletters can be put under another chapter's name.
-- expect: error exposure|bypass|tampering donations anon
-- also: exposure|bypass|tampering|forgery|escalation donations
-- expect: error tampering|forgery newsletters authenticated

create table public.chapters (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  region text not null
);
create table public.chapter_members (
  chapter_id uuid not null references public.chapters (id),
  user_id uuid not null references auth.users (id),
  joined_on date not null default current_date,
  primary key (chapter_id, user_id)
);
create function public.my_chapters() returns setof uuid language sql stable security definer set search_path = '' as
  $$ select m.chapter_id from public.chapter_members m where m.user_id = auth.uid() $$;
alter table public.chapters enable row level security;
alter table public.chapter_members enable row level security;
create policy "chapters are listed" on public.chapters for select using (true);
create policy "members see members" on public.chapter_members for select to authenticated
  using (chapter_id in (select public.my_chapters()));
create policy "leave" on public.chapter_members for delete to authenticated using (user_id = (select auth.uid()));

create table public.meetings (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  held_on date not null, place text
);
alter table public.meetings enable row level security;
create policy "meetings: read" on public.meetings for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "meetings: add" on public.meetings for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "meetings: change" on public.meetings for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "meetings: remove" on public.meetings for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.minutes (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  held_on date not null, text text not null
);
alter table public.minutes enable row level security;
create policy "minutes: read" on public.minutes for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "minutes: add" on public.minutes for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "minutes: change" on public.minutes for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "minutes: remove" on public.minutes for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.budgets (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  year int not null check (year between 2000 and 2100), cents bigint not null default 0
);
alter table public.budgets enable row level security;
create policy "budgets: read" on public.budgets for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "budgets: add" on public.budgets for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "budgets: change" on public.budgets for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "budgets: remove" on public.budgets for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.equipment (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  name text not null, state text not null default 'good' check (state in ('good', 'broken'))
);
alter table public.equipment enable row level security;
create policy "equipment: read" on public.equipment for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "equipment: add" on public.equipment for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "equipment: change" on public.equipment for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "equipment: remove" on public.equipment for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.newsletters (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  subject text not null, body text
);
alter table public.newsletters enable row level security;
create policy "newsletters: read" on public.newsletters for select using (true);
create policy "newsletters: add" on public.newsletters for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "newsletters: change" on public.newsletters for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (true);
create policy "newsletters: remove" on public.newsletters for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.polls (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  question text not null, closes_at timestamptz
);
alter table public.polls enable row level security;
create policy "polls: read" on public.polls for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "polls: add" on public.polls for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "polls: change" on public.polls for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "polls: remove" on public.polls for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.room_keys (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  holder text not null, code text
);
alter table public.room_keys enable row level security;
create policy "room_keys: read" on public.room_keys for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "room_keys: add" on public.room_keys for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "room_keys: change" on public.room_keys for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "room_keys: remove" on public.room_keys for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.sponsors (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  company text not null, email text check (email like '%@%')
);
alter table public.sponsors enable row level security;
create policy "sponsors: read" on public.sponsors for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "sponsors: add" on public.sponsors for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "sponsors: change" on public.sponsors for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "sponsors: remove" on public.sponsors for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.volunteers (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  full_name text not null, phone text
);
alter table public.volunteers enable row level security;
create policy "volunteers: read" on public.volunteers for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "volunteers: add" on public.volunteers for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "volunteers: change" on public.volunteers for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "volunteers: remove" on public.volunteers for delete to authenticated using (chapter_id in (select public.my_chapters()));

create table public.donations (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references public.chapters (id),
  donor_name text not null, cents int not null check (cents > 0), iban text
);
create policy "donations: read" on public.donations for select to authenticated using (chapter_id in (select public.my_chapters()));
create policy "donations: add" on public.donations for insert to authenticated with check (chapter_id in (select public.my_chapters()));
create policy "donations: change" on public.donations for update to authenticated
  using (chapter_id in (select public.my_chapters())) with check (chapter_id in (select public.my_chapters()));
create policy "donations: remove" on public.donations for delete to authenticated using (chapter_id in (select public.my_chapters()));

-- clean
-- The policy for UPDATE looks its own table up, which smells of recursion: the look-up meets the policy for SELECT alone, and that one asks a definer function.
create table public.clubs (id uuid primary key default gen_random_uuid(), name text not null unique);
create table public.club_staff (
  club_id uuid not null references public.clubs (id),
  user_id uuid not null references auth.users (id) on delete cascade,
  duty text not null default 'helper' check (duty in ('coach', 'physio', 'helper')),
  primary key (club_id, user_id)
);
create table public.lineups (
  id uuid primary key default gen_random_uuid(),
  club_id uuid not null references public.clubs (id),
  match_day date not null,
  players text[] not null default '{}',
  unique (club_id, match_day)
);
create function public.serves(p_club uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.club_staff s where s.club_id = p_club and s.user_id = (select auth.uid())) $$;
alter table public.clubs enable row level security;
alter table public.club_staff enable row level security;
alter table public.lineups enable row level security;
create policy "own clubs" on public.clubs for select to authenticated using (public.serves(id));
create policy "own staff" on public.club_staff for select to authenticated using (public.serves(club_id));
create policy "coaches give duties" on public.club_staff for update to authenticated
  using (exists (select 1 from public.club_staff me where me.club_id = club_staff.club_id and me.user_id = (select auth.uid()) and me.duty = 'coach'))
  with check (exists (select 1 from public.club_staff me where me.club_id = club_staff.club_id and me.user_id = (select auth.uid()) and me.duty = 'coach'));
revoke update on public.club_staff from anon, authenticated;
grant update (duty) on public.club_staff to authenticated;
create policy "staff read lineups" on public.lineups for select to authenticated using (public.serves(club_id));
create policy "coaches set lineups" on public.lineups for insert to authenticated with check (
  exists (select 1 from public.club_staff me where me.club_id = lineups.club_id and me.user_id = (select auth.uid()) and me.duty = 'coach'));

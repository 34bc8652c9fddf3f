-- One joins a club by its code, which its members see and pass on.
-- clean

create table public.clubs (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.club_members (
  club_id uuid not null references public.clubs (id),
  user_id uuid not null references auth.users (id),
  primary key (club_id, user_id)
);
create table public.join_codes (
  club_id uuid primary key references public.clubs (id),
  code text not null unique
);
create table public.club_notes (
  id uuid primary key default gen_random_uuid(),
  club_id uuid not null references public.clubs (id),
  body text not null
);
alter table public.clubs enable row level security;
alter table public.club_members enable row level security;
alter table public.join_codes enable row level security;
alter table public.club_notes enable row level security;
create policy "clubs are listed" on public.clubs for select using (true);
create policy "own memberships" on public.club_members for select to authenticated using (user_id = (select auth.uid()));
create policy "leave" on public.club_members for delete to authenticated using (user_id = (select auth.uid()));
create policy "codes" on public.join_codes for select to authenticated using (exists (select 1 from public.club_members m where m.club_id = join_codes.club_id and m.user_id = (select auth.uid())));
create policy "members read notes" on public.club_notes for select to authenticated
  using (exists (select 1 from public.club_members m where m.club_id = club_notes.club_id and m.user_id = (select auth.uid())));

create function public.join_club(p_code text) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  club uuid;
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  select j.club_id into club from public.join_codes j where j.code = p_code;
  if club is null then
    raise exception 'no such code';
  end if;
  insert into public.club_members (club_id, user_id) values (club, auth.uid()) on conflict do nothing;
  return club;
end $$;
revoke execute on function public.join_club(text) from public, anon;
grant execute on function public.join_club(text) to authenticated;

-- Joining an open club is what the policy is for; a closed one refuses.
create table public.clubs (id uuid primary key default gen_random_uuid(), name text not null, open boolean not null default false);
create table public.club_members (club_id uuid not null references public.clubs(id), user_id uuid not null references auth.users(id), role text not null default 'member' check (role in ('member', 'admin')), primary key (club_id, user_id));
create table public.runs (id uuid primary key default gen_random_uuid(), club_id uuid not null references public.clubs(id), day date not null);
alter table public.clubs enable row level security;
alter table public.club_members enable row level security;
alter table public.runs enable row level security;
create function public.in_club(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.club_members where club_id = c and user_id = auth.uid()) $$;
create policy listed on public.clubs for select using (true);
create policy members on public.club_members for select to authenticated using (public.in_club(club_id));
create policy join_open on public.club_members for insert to authenticated
  with check (user_id = auth.uid() and role = 'member' and exists (select 1 from public.clubs c where c.id = club_id and c.open));
create policy runs on public.runs for select to authenticated using (public.in_club(club_id));

-- A homeowners' association: one policy FOR ALL with USING (true) lets everyone overwrite and delete the ballots of others.
-- expect: error|warning tampering|exposure ballots
-- also: tampering|exposure ballots
create table public.owners (
  user_id uuid primary key references auth.users(id) on delete cascade,
  unit text not null unique,
  shares int not null default 1 check (shares > 0)
);
create table public.motions (
  id bigint generated always as identity primary key,
  title text not null,
  text text not null,
  closes_at timestamptz not null default now() + interval '14 days'
);
create table public.ballots (
  motion_id bigint not null references public.motions(id) on delete cascade,
  owner_id uuid not null references public.owners(user_id) on delete cascade,
  vote text not null check (vote in ('yes','no','abstain')),
  cast_at timestamptz not null default now(),
  primary key (motion_id, owner_id)
);
create table public.board (user_id uuid primary key references public.owners(user_id) on delete cascade, office text not null);
create function public.on_board() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.board where user_id = (select auth.uid())) $$;
alter table public.owners enable row level security;
alter table public.motions enable row level security;
alter table public.ballots enable row level security;
alter table public.board enable row level security;
create policy "owners see owners" on public.owners for select to authenticated using (true);
create policy "motions" on public.motions for select to authenticated using (true);
create policy "board moves" on public.motions for all to authenticated using (public.on_board()) with check (public.on_board());
create policy "board is known" on public.board for select to authenticated using (true);
create policy "vote" on public.ballots for all to authenticated using (true) with check (owner_id = auth.uid());

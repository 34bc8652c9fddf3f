-- clean
-- A homeowners' association: one sees the own ballot, changes it while the motion is open, and the result after it closed.
create table public.owners (
  user_id uuid primary key references auth.users(id) on delete cascade,
  unit text not null unique,
  shares int not null default 1 check (shares > 0)
);
create table public.board (user_id uuid primary key references public.owners(user_id) on delete cascade);
create table public.motions (
  id bigint generated always as identity primary key,
  title text not null,
  closes_at timestamptz not null default now() + interval '14 days'
);
create table public.ballots (
  motion_id bigint not null references public.motions(id) on delete cascade,
  owner_id uuid not null references public.owners(user_id) on delete cascade,
  vote text not null check (vote in ('yes','no','abstain')),
  primary key (motion_id, owner_id)
);
create function public.on_board() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.board where user_id = (select auth.uid())) $$;
create function public.motion_open(m bigint) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.motions where id = m and closes_at > now()) $$;
alter table public.owners enable row level security;
alter table public.board enable row level security;
alter table public.motions enable row level security;
alter table public.ballots enable row level security;
create policy "my unit" on public.owners for select to authenticated using (user_id = auth.uid() or public.on_board());
create policy "board keeps owners" on public.owners for all to authenticated using (public.on_board()) with check (public.on_board());
create policy "am I on the board" on public.board for select to authenticated using (user_id = auth.uid());
create policy "motions" on public.motions for select to authenticated using (true);
create policy "board moves" on public.motions for insert to authenticated with check (public.on_board());
create policy "my ballot" on public.ballots for select to authenticated using (owner_id = auth.uid());
create policy "vote" on public.ballots for insert to authenticated with check (owner_id = auth.uid() and public.motion_open(motion_id));
create policy "change vote" on public.ballots for update to authenticated
  using (owner_id = auth.uid() and public.motion_open(motion_id)) with check (owner_id = auth.uid() and public.motion_open(motion_id));
create function public.motion_result(m bigint) returns table (vote text, shares bigint) language sql stable security definer set search_path = '' as $$
  select b.vote, sum(o.shares)
  from public.ballots b join public.owners o on o.user_id = b.owner_id join public.motions x on x.id = b.motion_id
  where b.motion_id = m and x.closes_at <= now()
  group by b.vote
$$;

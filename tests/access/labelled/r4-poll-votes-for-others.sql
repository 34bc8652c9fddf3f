-- Votes carry the voter that the client names: the check asks only whether the poll is there.
-- expect: error forgery poll_votes authenticated
-- also: forgery|tampering|bypass poll_votes
create table public.club_polls (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), question text not null, options jsonb not null default '["yes", "no"]');
create table public.poll_votes (
  id uuid primary key default gen_random_uuid(),
  poll_id uuid not null references public.club_polls(id) on delete cascade,
  voter_id uuid not null references auth.users(id) on delete cascade,
  choice int not null check (choice in (0, 1)),
  unique (poll_id, voter_id)
);
alter table public.club_polls enable row level security;
alter table public.poll_votes enable row level security;
create policy r on public.club_polls for select using (true);
create policy i on public.club_polls for insert to authenticated with check (author_id = auth.uid());
create policy r on public.poll_votes for select to authenticated using (voter_id = auth.uid());
create policy i on public.poll_votes for insert to authenticated with check (exists (select 1 from public.club_polls p where p.id = poll_id));

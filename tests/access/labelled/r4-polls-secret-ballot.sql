-- Polls: one vote each into an open poll; the results are counts in a view with the owner's rights, with no voter in it.
-- clean
create table public.polls (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  question text not null,
  closes_at timestamptz not null
);
create table public.poll_options (
  id uuid primary key default gen_random_uuid(),
  poll_id uuid not null references public.polls(id) on delete cascade,
  label text not null,
  unique (poll_id, id)
);
create table public.votes (
  poll_id uuid not null,
  option_id uuid not null,
  voter_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  primary key (poll_id, voter_id),
  foreign key (poll_id, option_id) references public.poll_options (poll_id, id) on delete cascade
);
create view public.poll_results as
  select o.poll_id, o.id as option_id, o.label, count(v.voter_id) as votes
    from public.poll_options o left join public.votes v on v.option_id = o.id
   group by o.poll_id, o.id, o.label;
revoke all on public.poll_results from anon, authenticated;
grant select on public.poll_results to anon, authenticated;
alter table public.polls enable row level security;
alter table public.poll_options enable row level security;
alter table public.votes enable row level security;
create policy r on public.polls for select using (true);
create policy i on public.polls for insert to authenticated with check (author_id = auth.uid());
create policy r on public.poll_options for select using (true);
create policy w on public.poll_options for insert to authenticated with check (exists (select 1 from public.polls p where p.id = poll_id and p.author_id = auth.uid()));
create policy own on public.votes for select to authenticated using (voter_id = auth.uid());
create policy vote on public.votes for insert to authenticated with check (voter_id = auth.uid() and exists (select 1 from public.polls p where p.id = votes.poll_id and p.closes_at > now()));

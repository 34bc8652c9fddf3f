-- clean
-- A photo contest: entries public, one vote each, nobody's vote to be read; the ranking and the share of categories by functions and a view.
create type public.photo_category as enum ('nature', 'street', 'portrait', 'abstract');
create table public.contests (
  id bigint generated always as identity primary key,
  title text not null,
  ends_at timestamptz not null default now() + interval '30 days'
);
create table public.entries (
  id uuid primary key default gen_random_uuid(),
  contest_id bigint not null references public.contests(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  category public.photo_category not null,
  image_path text not null,
  withdrawn boolean not null default false
);
create table public.votes (
  entry_id uuid not null references public.entries(id) on delete cascade,
  voter_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  stars smallint not null check (stars between 1 and 5),
  primary key (entry_id, voter_id)
);
alter table public.contests enable row level security;
alter table public.entries enable row level security;
alter table public.votes enable row level security;
create policy "contests" on public.contests for select using (true);
create policy "entries" on public.entries for select using (not withdrawn or author_id = auth.uid());
create policy "enter" on public.entries for insert to authenticated
  with check (author_id = auth.uid() and exists (select 1 from public.contests c where c.id = contest_id and c.ends_at > now()));
create policy "withdraw" on public.entries for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy "my votes" on public.votes for select to authenticated using (voter_id = auth.uid());
create policy "vote" on public.votes for insert to authenticated
  with check (voter_id = auth.uid() and exists (select 1 from public.entries e where e.id = entry_id and e.author_id <> auth.uid() and not e.withdrawn));
create policy "change vote" on public.votes for update to authenticated using (voter_id = auth.uid()) with check (voter_id = auth.uid()
  and exists (select 1 from public.entries e where e.id = entry_id and e.author_id <> auth.uid() and not e.withdrawn));
create policy "take back" on public.votes for delete to authenticated using (voter_id = auth.uid());
create function public.ranking(p_contest bigint) returns table (entry_id uuid, average numeric, votes bigint)
language sql stable security definer set search_path = '' as $$
  select e.id, round(avg(v.stars), 2), count(v.stars)
  from public.entries e left join public.votes v on v.entry_id = e.id
  where e.contest_id = p_contest and not e.withdrawn
  group by e.id order by 2 desc nulls last
$$;
create view public.category_counts as
  select contest_id, category, count(*) as entries from public.entries where not withdrawn group by contest_id, category;

-- A photo contest: votes for anybody's account, and an entry goes when anyone signed in says so.
-- expect: error|warning forgery votes
-- expect: error|warning tampering entries
-- also: bypass|tampering votes|entries
create table public.entries (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null,
  image_path text not null
);
create table public.votes (
  id uuid primary key default gen_random_uuid(),
  entry_id uuid not null references public.entries(id) on delete cascade,
  voter_id uuid not null references auth.users(id) on delete cascade,
  created_at timestamptz not null default now(),
  unique (entry_id, voter_id)
);
alter table public.entries enable row level security;
alter table public.votes enable row level security;
create policy "Entries are viewable by everyone" on public.entries for select using (true);
create policy "Users can enter" on public.entries for insert with check (auth.uid() = author_id);
create policy "Users can update own entries" on public.entries for update using (auth.uid() = author_id);
create policy "Users can delete entries" on public.entries for delete using (auth.uid() is not null);
create policy "Votes are viewable by everyone" on public.votes for select using (true);
create policy "Authenticated users can vote" on public.votes for insert with check (auth.role() = 'authenticated');
create policy "Users can remove own votes" on public.votes for delete using (auth.uid() = voter_id);

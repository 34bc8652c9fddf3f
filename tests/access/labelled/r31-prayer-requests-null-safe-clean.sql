-- clean
-- IS NOT DISTINCT FROM on the caller's id in a policy for everybody: the column is NOT NULL, so that the visitor without an id equals nobody. Anonymous sign-ins are held off by a restrictive policy.
create table public.requests (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  text text not null check (length(text) between 5 and 2000),
  shared boolean not null default false
);
create table public.mutes (
  muter_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  muted_id uuid not null references auth.users (id) on delete cascade,
  primary key (muter_id, muted_id),
  check (muter_id <> muted_id)
);
alter table public.requests enable row level security;
alter table public.mutes enable row level security;
create policy "own mutes" on public.mutes for all to authenticated using (muter_id = auth.uid()) with check (muter_id = auth.uid());
create policy "read" on public.requests for select using (
  author_id is not distinct from auth.uid()
  or (shared and not exists (select 1 from public.mutes m where m.muted_id = requests.author_id)));
create policy "ask" on public.requests for insert to authenticated with check (author_id = auth.uid());
create policy "reword" on public.requests for update using (author_id is not distinct from auth.uid()) with check (author_id is not distinct from auth.uid());
create policy "take down" on public.requests for delete using (author_id is not distinct from auth.uid());
create policy "no passers-by" on public.requests as restrictive for insert to authenticated
  with check (coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) is false);

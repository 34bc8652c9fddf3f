-- Polls anybody may read; votes by signed-in users, once; results by a definer aggregate.
-- clean
create table polls (id uuid primary key default gen_random_uuid(), creator uuid not null default auth.uid() references auth.users, question text not null, closes_at timestamptz);
create table options (id uuid primary key default gen_random_uuid(), poll_id uuid not null references polls on delete cascade, label text not null);
create table votes (
  poll_id uuid not null references polls on delete cascade,
  option_id uuid not null references options on delete cascade,
  voter uuid not null default auth.uid() references auth.users on delete cascade,
  primary key (poll_id, voter)
);
alter table polls enable row level security;
alter table options enable row level security;
alter table votes enable row level security;
create policy "public" on polls for select using (true);
create policy "create" on polls for insert to authenticated with check (creator = auth.uid());
create policy "public" on options for select using (true);
create policy "add" on options for insert to authenticated with check (exists (select 1 from polls p where p.id = poll_id and p.creator = auth.uid()));
create policy "own vote" on votes for select to authenticated using (voter = auth.uid());
create policy "vote" on votes for insert to authenticated with check (
  voter = auth.uid()
  and exists (select 1 from polls p where p.id = poll_id and (p.closes_at is null or p.closes_at > now()))
  and exists (select 1 from options o where o.id = option_id and o.poll_id = votes.poll_id));
create function poll_results(p uuid) returns table (option_id uuid, votes bigint) language sql stable security definer set search_path = public as $$
  select o.id, count(v.voter) from options o left join votes v on v.option_id = o.id where o.poll_id = p group by o.id
$$;

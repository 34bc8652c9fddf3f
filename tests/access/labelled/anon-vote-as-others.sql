-- The vote policy allows "voter = auth.uid() or voter is not null".
-- expect: error forgery votes anon|authenticated
create table polls (id uuid primary key default gen_random_uuid(), question text not null);
create table votes (
  id uuid primary key default gen_random_uuid(),
  poll_id uuid not null references polls on delete cascade,
  voter uuid references auth.users on delete cascade,
  choice text not null check (choice in ('yes', 'no', 'abstain')),
  unique (poll_id, voter)
);
alter table polls enable row level security;
alter table votes enable row level security;
create policy "public" on polls for select using (true);
create policy "own votes" on votes for select using (voter = auth.uid());
create policy "cast vote" on votes for insert with check (voter = auth.uid() or voter is not null);
create policy "change vote" on votes for update using (voter = auth.uid()) with check (voter = auth.uid());

-- Whoever has a profile deletes any vote.
-- expect: error tampering|escalation poll_votes|voters authenticated
create table voters (id uuid primary key references auth.users on delete cascade, nickname text not null unique);
create table polls (
  id int generated always as identity primary key,
  asked_by uuid not null references voters,
  question text not null,
  options text[] not null check (cardinality(options) between 2 and 10),
  closes_at timestamptz
);
create table poll_votes (
  poll_id int references polls on delete cascade,
  voter_id uuid references voters on delete cascade,
  choice int not null check (choice >= 1),
  primary key (poll_id, voter_id)
);
alter table voters enable row level security;
alter table polls enable row level security;
alter table poll_votes enable row level security;
create policy v_read on voters for select using (true);
create policy v_self on voters for insert to authenticated with check (id = auth.uid());
create policy p_read on polls for select using (true);
create policy p_ask on polls for insert to authenticated with check (asked_by = auth.uid());
create policy pv_read on poll_votes for select using (true);
create policy pv_vote on poll_votes for insert to authenticated with check (voter_id = auth.uid());
create policy pv_change on poll_votes for update to authenticated using (voter_id = auth.uid()) with check (voter_id = auth.uid());
create policy pv_withdraw on poll_votes for delete to authenticated using (exists (select 1 from voters where id = auth.uid()));

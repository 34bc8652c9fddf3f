-- The developer wrote AS RESTRICTIVE on all of them: nobody reads anything.
-- expect: warning|review dead invoices authenticated
create table invoices (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade,
  amount numeric(10,2) not null,
  paid boolean not null default false
);
alter table invoices enable row level security;
create policy "own" on invoices as restrictive for select to authenticated using (user_id = auth.uid());
create policy "own insert" on invoices as restrictive for insert to authenticated with check (user_id = auth.uid());

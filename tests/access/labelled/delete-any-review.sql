-- DELETE policy for "authenticated" without owner.
-- expect: error tampering reviews authenticated
create table restaurants (id uuid primary key default gen_random_uuid(), name text not null, cuisine text);
create table reviews (
  id uuid primary key default gen_random_uuid(),
  restaurant_id uuid not null references restaurants on delete cascade,
  reviewer_id uuid not null references auth.users on delete cascade,
  rating int not null check (rating >= 1 and rating <= 5),
  text text,
  created_at timestamptz not null default now()
);
alter table restaurants enable row level security;
alter table reviews enable row level security;
create policy "read" on restaurants for select using (true);
create policy "read" on reviews for select using (true);
create policy "write" on reviews for insert to authenticated with check (reviewer_id = (select auth.uid()));
create policy "edit" on reviews for update to authenticated using (reviewer_id = (select auth.uid())) with check (reviewer_id = (select auth.uid()));
create policy "Enable delete for authenticated users only" on reviews for delete to authenticated using (true);

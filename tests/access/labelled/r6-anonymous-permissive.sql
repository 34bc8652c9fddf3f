-- "Permanent users only" was meant as restrictive: as a permissive policy it opens every wish list to every permanent user.
-- expect: error tampering|forgery|exposure wishlists authenticated
-- also: tampering|forgery|exposure wishlists
create table wishlists (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  name text not null,
  items text[] not null default '{}'
);
alter table wishlists enable row level security;
create policy "own lists" on wishlists for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "no anonymous users" on wishlists for all to authenticated
  using ((select (auth.jwt() ->> 'is_anonymous')::boolean) is not true)
  with check ((select (auth.jwt() ->> 'is_anonymous')::boolean) is not true);

-- The follower may update its own follow row, accepted included.
-- expect: error escalation follows authenticated
-- also: escalation|bypass posts
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  handle text unique not null,
  is_private boolean not null default true
);
create table follows (
  follower uuid not null references profiles on delete cascade,
  followee uuid not null references profiles on delete cascade,
  accepted boolean not null default false,
  primary key (follower, followee)
);
create table posts (
  id uuid primary key default gen_random_uuid(),
  author uuid not null default auth.uid() references profiles on delete cascade,
  body text not null
);
alter table profiles enable row level security;
alter table follows enable row level security;
alter table posts enable row level security;
create policy p_r on profiles for select using (true);
create policy p_u on profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy f_r on follows for select to authenticated using (auth.uid() in (follower, followee));
create policy f_i on follows for insert to authenticated with check (follower = auth.uid() and accepted = false);
create policy f_u on follows for update to authenticated using (auth.uid() in (follower, followee));
create policy po_r on posts for select to authenticated using (
  author = auth.uid()
  or exists (select 1 from profiles p where p.id = author and not p.is_private)
  or exists (select 1 from follows f where f.followee = author and f.follower = auth.uid() and f.accepted));
create policy po_i on posts for insert to authenticated with check (author = auth.uid());

-- Likes are secret until they are mutual; get_likes_for() tells anybody's.
-- expect: error bypass get_likes_for|swipes authenticated|anon
create table daters (
  id uuid primary key references auth.users on delete cascade,
  first_name text not null,
  born date not null check (born < date '2008-01-01')
);
create table swipes (
  from_id uuid not null references daters on delete cascade,
  to_id uuid not null references daters on delete cascade,
  liked boolean not null,
  swiped_at timestamptz not null default now(),
  primary key (from_id, to_id),
  check (from_id <> to_id)
);
alter table daters enable row level security;
alter table swipes enable row level security;
create policy "profiles for members" on daters for select to authenticated using (true);
create policy "own profile" on daters for insert to authenticated with check (id = auth.uid());
create policy "own swipes" on swipes for select to authenticated using (from_id = auth.uid());
create policy "swipe" on swipes for insert to authenticated with check (from_id = auth.uid());
create function get_likes_for(target uuid) returns table (from_id uuid, first_name text, swiped_at timestamptz)
language plpgsql stable security definer set search_path = public as $$
begin
  return query select s.from_id, d.first_name, s.swiped_at from swipes s join daters d on d.id = s.from_id
    where s.to_id = target and s.liked;
end $$;
create function my_matches() returns setof daters language sql stable security definer set search_path = public as $$
  select d.* from daters d join swipes mine on mine.to_id = d.id and mine.from_id = auth.uid() and mine.liked
  join swipes theirs on theirs.from_id = d.id and theirs.to_id = auth.uid() and theirs.liked
$$;

-- Singers put themselves into any choir: only the person is checked. The attendance of rehearsals, which each singer was
-- to enter for himself, takes anybody's name from whoever sings along,
-- and an entry can be moved to a choir that its singer does not sing in.
-- expect: error escalation choir_singers authenticated
-- expect: error|warning forgery attendance authenticated
-- expect: error|warning tampering attendance authenticated
-- also: escalation|bypass|exposure scores|attendance|choir_singers
create table choirs (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  conductor_id uuid not null default auth.uid() references auth.users
);
create table choir_singers (
  choir_id uuid not null references choirs on delete cascade,
  singer_id uuid not null references auth.users on delete cascade,
  voice text not null check (voice in ('soprano', 'alto', 'tenor', 'bass')),
  primary key (choir_id, singer_id)
);
create table scores (
  id uuid primary key default gen_random_uuid(),
  choir_id uuid not null references choirs on delete cascade,
  title text not null,
  pdf_path text not null
);
create table attendance (
  choir_id uuid not null references choirs on delete cascade,
  singer_id uuid not null references auth.users on delete cascade,
  rehearsal date not null,
  excuse text,
  primary key (choir_id, singer_id, rehearsal)
);
alter table choirs enable row level security;
alter table choir_singers enable row level security;
alter table scores enable row level security;
alter table attendance enable row level security;

create function sings_in(c uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from choir_singers where choir_id = c and singer_id = auth.uid()) $$;
create function conducts(c uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from choirs where id = c and conductor_id = auth.uid()) $$;

create policy "Choirs can be found" on choirs for select to authenticated using (true);
create policy "Found a choir" on choirs for insert to authenticated with check (conductor_id = auth.uid());
create policy "Singers of one's choirs" on choir_singers for select to authenticated using (sings_in(choir_id) or conducts(choir_id));
create policy "Users can join" on choir_singers for insert to authenticated with check (singer_id = auth.uid());
create policy "Conductors remove, singers leave" on choir_singers for delete to authenticated using (singer_id = auth.uid() or conducts(choir_id));
create policy "Scores for singers" on scores for select to authenticated using (sings_in(choir_id) or conducts(choir_id));
create policy "Scores from conductors" on scores for all to authenticated using (conducts(choir_id)) with check (conducts(choir_id));
create policy "Own attendance" on attendance for select to authenticated using (singer_id = auth.uid() or conducts(choir_id));
create policy "Enter attendance" on attendance for insert to authenticated with check (sings_in(choir_id));
create policy "Change own attendance" on attendance for update to authenticated
  using (singer_id = auth.uid()) with check (singer_id = auth.uid());

-- UPDATE policy for teachers without SELECT policy.
-- expect: error|warning|review dead grades authenticated
create type user_role as enum ('student', 'teacher', 'principal');
create table profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null default '',
  role user_role not null default 'student'
);
create table grades (
  id serial primary key,
  student_id uuid not null references profiles(id) on delete cascade,
  subject text not null,
  points int not null check (points between 0 and 100)
);
create function handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into profiles (id, display_name) values (new.id, coalesce(new.raw_user_meta_data ->> 'name', ''));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function handle_new_user();
create function my_role() returns user_role language sql stable security definer set search_path = public as
$$ select role from profiles where id = auth.uid() $$;
create function guard_role() returns trigger language plpgsql as $$
begin
  if new.role is distinct from old.role and auth.uid() is not null and my_role() is distinct from 'principal' then
    raise exception 'only the principal changes roles' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger guard_role before update on profiles for each row execute function guard_role();
alter table profiles enable row level security;
alter table grades enable row level security;
create policy "profiles" on profiles for select using (id = auth.uid() or my_role() in ('teacher', 'principal'));
create policy "own profile" on profiles for update using (id = auth.uid()) with check (id = auth.uid());
create policy "principal edits profiles" on profiles for update using (my_role() = 'principal') with check (my_role() = 'principal');
create policy "grades write" on grades for insert with check (my_role() = 'teacher');
create policy "grades correct" on grades for update using (my_role() = 'teacher') with check (my_role() = 'teacher');

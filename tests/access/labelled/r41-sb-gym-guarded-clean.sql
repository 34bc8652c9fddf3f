-- A gym: everyone edits the own profile row, in which the role stands; the guard holds INSERT and UPDATE.
-- clean
create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text,
  role text not null default 'member' check (role in ('member', 'trainer', 'admin')),
  credits integer not null default 0 check (credits >= 0)
);
create table public.classes (
  id bigint generated always as identity primary key,
  trainer uuid not null references public.profiles (id),
  title text not null,
  seats smallint not null check (seats between 1 and 40)
);
create table public.bookings (
  class_id bigint not null references public.classes (id) on delete cascade,
  member uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  primary key (class_id, member)
);
create function public.is_admin() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.profiles p where p.id = auth.uid() and p.role = 'admin');
$$;
create function public.hold_privileges() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() is null or public.is_admin() then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.role := 'member';
    new.credits := 0;
  else
    new.role := old.role;
    new.credits := old.credits;
  end if;
  return new;
end;
$$;
create trigger hold_privileges before insert or update on public.profiles
  for each row execute function public.hold_privileges();
alter table public.profiles enable row level security;
alter table public.classes enable row level security;
alter table public.bookings enable row level security;
create policy profile_read on public.profiles for select to authenticated using (id = auth.uid() or public.is_admin());
create policy profile_new on public.profiles for insert to authenticated with check (id = auth.uid());
create policy profile_edit on public.profiles for update to authenticated
  using (id = auth.uid() or public.is_admin()) with check (id = auth.uid() or public.is_admin());
create policy classes_read on public.classes for select using (true);
create policy classes_admin on public.classes for all to authenticated using (public.is_admin()) with check (public.is_admin());
create policy bookings_own on public.bookings for select to authenticated
  using (member = auth.uid() or exists (select 1 from public.classes c where c.id = class_id and c.trainer = auth.uid()));
create policy bookings_make on public.bookings for insert to authenticated with check (member = auth.uid());
create policy bookings_cancel on public.bookings for delete to authenticated using (member = auth.uid());

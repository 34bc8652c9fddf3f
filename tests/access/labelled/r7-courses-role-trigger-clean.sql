-- Course platform: the whole profile row may be updated, but a trigger refuses a change of is_admin by anyone who is not the service.
-- clean
create table public.user_profiles (
  user_id uuid primary key references auth.users(id) on delete cascade,
  full_name text,
  is_admin boolean not null default false
);
create table public.courses (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  published boolean not null default false
);
create table public.enrollments (
  course_id uuid not null references public.courses(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  progress integer not null default 0 check (progress between 0 and 100),
  primary key (course_id, user_id)
);
create function public.protect_admin_flag() returns trigger language plpgsql set search_path = '' as $$
begin
  if coalesce(auth.role(), '') in ('anon', 'authenticated') then
    if tg_op = 'INSERT' then
      new.is_admin := false;
    elsif new.is_admin is distinct from old.is_admin then
      raise exception 'is_admin may not be changed';
    end if;
  end if;
  return new;
end $$;
create trigger protect_admin_flag before insert or update on public.user_profiles for each row execute function public.protect_admin_flag();
create function public.is_admin() returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce((select is_admin from public.user_profiles where user_id = auth.uid()), false) $$;
alter table public.user_profiles enable row level security;
alter table public.courses enable row level security;
alter table public.enrollments enable row level security;
create policy profiles_read on public.user_profiles for select to authenticated using (user_id = auth.uid() or public.is_admin());
create policy profiles_insert on public.user_profiles for insert to authenticated with check (user_id = auth.uid());
create policy profiles_update on public.user_profiles for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy courses_read on public.courses for select using (published or public.is_admin());
create policy courses_admin on public.courses for all to authenticated using (public.is_admin()) with check (public.is_admin());
create policy enrollments_read on public.enrollments for select to authenticated using (user_id = auth.uid() or public.is_admin());
create policy enrollments_join on public.enrollments for insert to authenticated
  with check (user_id = auth.uid() and exists (select 1 from public.courses c where c.id = course_id and c.published));
create policy enrollments_progress on public.enrollments for update to authenticated using (user_id = auth.uid());

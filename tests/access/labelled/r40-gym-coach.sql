-- A gym app. The column REVOKE was meant to keep is_coach safe, the table-wide grant is still there.
-- expect: error escalation profiles|body_measurements|training_plans authenticated
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text,
  avatar_url text,
  is_coach boolean not null default false,
  updated_at timestamptz not null default now()
);
create table public.body_measurements (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles(id) on delete cascade,
  weight_kg numeric(5,2) not null check (weight_kg between 20 and 400),
  body_fat numeric(4,1) check (body_fat between 1 and 80),
  measured_on date not null default current_date,
  unique (user_id, measured_on)
);
create table public.training_plans (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles(id) on delete cascade,
  title text not null,
  exercises jsonb not null default '[]'::jsonb
);
create or replace function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, full_name, avatar_url)
  values (new.id, new.raw_user_meta_data ->> 'full_name', new.raw_user_meta_data ->> 'avatar_url');
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create or replace function public.is_coach() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select p.is_coach from public.profiles p where p.id = auth.uid()), false);
$$;
alter table public.profiles enable row level security;
alter table public.body_measurements enable row level security;
alter table public.training_plans enable row level security;
create policy "Own profile or coach" on public.profiles for select to authenticated using (id = auth.uid() or public.is_coach());
create policy "Update own profile" on public.profiles for update to authenticated
  using (id = auth.uid()) with check (id = auth.uid());
-- nobody makes himself a coach
revoke update (is_coach) on public.profiles from authenticated;
revoke update (is_coach) on public.profiles from anon;
create policy "Own measurements" on public.body_measurements for all to authenticated
  using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "Coaches read measurements" on public.body_measurements for select to authenticated using (public.is_coach());
create policy "Own plans" on public.training_plans for select to authenticated using (user_id = auth.uid());
create policy "Coaches manage plans" on public.training_plans for all to authenticated
  using (public.is_coach()) with check (public.is_coach());

-- Dog walking: the overview of walks runs with its owner's rights and shows every key code to everyone.
-- expect: error|warning bypass|exposure walk_overview
create table public.profiles (
  id uuid primary key references auth.users on delete cascade,
  full_name text,
  phone text,
  role text not null default 'owner'
);
create table public.dogs (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references public.profiles(id) on delete cascade,
  name text not null,
  breed text,
  medical_notes text
);
create table public.walks (
  id uuid primary key default gen_random_uuid(),
  dog_id uuid not null references public.dogs(id) on delete cascade,
  walker_id uuid references public.profiles(id) on delete set null,
  scheduled_for timestamptz not null,
  door_code text,
  status text not null default 'planned' check (status in ('planned','running','done'))
);
alter table public.profiles enable row level security;
alter table public.dogs enable row level security;
alter table public.walks enable row level security;
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into public.profiles (id, full_name) values (new.id, new.raw_user_meta_data->>'full_name');
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure public.handle_new_user();
revoke update on public.profiles from anon, authenticated;
grant update (full_name, phone) on public.profiles to authenticated;
create policy "own profile" on public.profiles for select to authenticated using (id = (select auth.uid()));
create policy "own profile update" on public.profiles for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create or replace function public.owns_dog(p_dog uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.dogs d where d.id = p_dog and d.owner_id = auth.uid()) $$;
create or replace function public.walks_dog(p_dog uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.walks w where w.dog_id = p_dog and w.walker_id = auth.uid()) $$;
create policy "owner keeps dogs" on public.dogs for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "walker sees dogs he walks" on public.dogs for select to authenticated using (public.walks_dog(id));
create policy "owner keeps walks" on public.walks for all to authenticated using (public.owns_dog(dog_id)) with check (public.owns_dog(dog_id));
create policy "walker sees own walks" on public.walks for select to authenticated using (walker_id = (select auth.uid()));
create view public.walk_overview as
  select w.id, w.scheduled_for, w.status, w.door_code, d.name as dog_name, p.full_name as owner_name, p.phone
  from public.walks w join public.dogs d on d.id = w.dog_id join public.profiles p on p.id = d.owner_id;

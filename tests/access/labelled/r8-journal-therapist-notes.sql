-- A mood journal with therapists: what a patient shares is right, but the profiles show everyone's phone and diagnosis.
-- expect: error|warning|review exposure profiles
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null default '',
  email text,
  phone text,
  date_of_birth date,
  diagnosis text,
  emergency_contact text
);
create table public.entries (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles(id) on delete cascade,
  mood smallint not null check (mood between 1 and 10),
  body text,
  created_at timestamptz not null default now()
);
create table public.shares (
  entry_id uuid not null references public.entries(id) on delete cascade,
  therapist_id uuid not null references public.profiles(id) on delete cascade,
  owner_id uuid not null references public.profiles(id) on delete cascade,
  primary key (entry_id, therapist_id)
);
alter table public.profiles enable row level security;
alter table public.entries enable row level security;
alter table public.shares enable row level security;
create policy "Public profiles are viewable by everyone." on public.profiles for select using (true);
create policy "Users can insert their own profile." on public.profiles for insert with check ((select auth.uid()) = id);
create policy "Users can update own profile." on public.profiles for update using ((select auth.uid()) = id);
create policy "own entries" on public.entries for all to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "entries shared with me" on public.entries for select to authenticated
  using (id in (select s.entry_id from public.shares s where s.therapist_id = (select auth.uid())));
create policy "shares I gave or got" on public.shares for select to authenticated
  using (owner_id = (select auth.uid()) or therapist_id = (select auth.uid()));
create or replace function public.owns_entry(e uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.entries where id = e and user_id = (select auth.uid())) $$;
create policy "share own entries" on public.shares for insert to authenticated with check (owner_id = (select auth.uid()) and public.owns_entry(entry_id));
create policy "unshare" on public.shares for delete to authenticated using (owner_id = (select auth.uid()));
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, display_name, email) values (new.id, coalesce(new.raw_user_meta_data->>'name',''), new.email);
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure public.handle_new_user();

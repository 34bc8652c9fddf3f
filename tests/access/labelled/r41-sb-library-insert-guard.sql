-- A library: the guard of profiles.is_librarian fires on UPDATE only; the first INSERT of one's own profile is not held.
-- expect: error|warning escalation profiles|is_librarian|loans|is_librarian_user authenticated
-- also: escalation|forgery|tampering profiles|loans|books
create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null default 'reader',
  is_librarian boolean not null default false
);
create table public.books (
  isbn text primary key check (isbn ~ '^[0-9]{10,13}$'),
  title text not null,
  copies smallint not null default 1 check (copies >= 0)
);
create table public.loans (
  id bigint generated always as identity primary key,
  isbn text not null references public.books (isbn),
  reader uuid not null references auth.users (id) on delete cascade,
  due_on date not null default current_date + 28,
  fine_cents integer not null default 0,
  returned_at timestamptz
);
create function public.is_librarian_user() returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((select is_librarian from public.profiles where user_id = auth.uid()), false);
$$;
create function public.guard_profile() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.is_librarian is distinct from old.is_librarian and not public.is_librarian_user() then
    raise exception 'only a librarian appoints librarians';
  end if;
  return new;
end;
$$;
create trigger guard_profile before update on public.profiles for each row execute function public.guard_profile();
alter table public.profiles enable row level security;
alter table public.books enable row level security;
alter table public.loans enable row level security;
create policy profile_read on public.profiles for select to authenticated
  using (user_id = (select auth.uid()) or public.is_librarian_user());
create policy profile_new on public.profiles for insert to authenticated with check (user_id = (select auth.uid()));
create policy profile_edit on public.profiles for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy books_read on public.books for select using (true);
create policy books_write on public.books for all to authenticated
  using (public.is_librarian_user()) with check (public.is_librarian_user());
create policy loans_read on public.loans for select to authenticated
  using (reader = (select auth.uid()) or public.is_librarian_user());
create policy loans_write on public.loans for all to authenticated
  using (public.is_librarian_user()) with check (public.is_librarian_user());

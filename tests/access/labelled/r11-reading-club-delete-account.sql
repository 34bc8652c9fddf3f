-- A reading club: the function behind "delete my account" deletes whichever account it is told; and the policy of the lists compares an e-mail with an id.
-- expect: error|warning bypass|tampering delete_account
-- expect: error|warning dead|error reading_lists
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  nickname text,
  email text
);
create table public.reading_lists (
  id uuid primary key default gen_random_uuid(),
  owner_email text not null,
  title text not null
);
create table public.book_notes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles(id) on delete cascade,
  isbn text not null check (isbn ~ '^[0-9]{10,13}$'),
  note text
);
alter table public.profiles enable row level security;
alter table public.reading_lists enable row level security;
alter table public.book_notes enable row level security;
create policy "own profile" on public.profiles for select to authenticated using (id = auth.uid());
create policy "own notes" on public.book_notes for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "make lists" on public.reading_lists for insert to authenticated with check (owner_email = (auth.jwt() ->> 'email'));
create policy "own lists" on public.reading_lists for select to authenticated using (owner_email = auth.uid()::text);
create policy "drop own lists" on public.reading_lists for delete to authenticated using (owner_email = auth.uid()::text);
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.profiles (id, email) values (new.id, new.email); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create function public.delete_account(target uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  delete from public.book_notes where user_id = target;
  delete from public.profiles where id = target;
end $$;

-- handle_new_user inserts no value for a NOT NULL column that has no default: sign-up fails.
-- expect: error error handle_new_user|users|profiles anon
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  username text not null unique check (char_length(username) >= 3),
  country text not null,
  created_at timestamptz default now()
);
alter table profiles enable row level security;
create policy "public" on profiles for select using (true);
create policy "own" on profiles for update using (auth.uid() = id) with check (auth.uid() = id);
create function handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into profiles (id, username) values (new.id, coalesce(new.raw_user_meta_data ->> 'username', 'user_' || substr(new.id::text, 1, 8)));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function handle_new_user();

-- Blog: the author may update the whole own profile, role included, which the admin policies trust; and comments may be written in anyone's name.
-- expect: error escalation profiles
-- expect: error forgery comments
-- also: forgery|tampering|escalation posts|comments|profiles
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  username text unique,
  bio text,
  role text not null default 'user' check (role in ('user', 'editor', 'admin')),
  updated_at timestamptz default now()
);
create table public.posts (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references public.profiles(id) on delete cascade,
  title text not null,
  content text,
  published boolean not null default false,
  created_at timestamptz not null default now()
);
create table public.comments (
  id uuid primary key default gen_random_uuid(),
  post_id uuid not null references public.posts(id) on delete cascade,
  author_id uuid not null references public.profiles(id) on delete cascade,
  body text not null check (char_length(body) between 1 and 2000),
  created_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
alter table public.posts enable row level security;
alter table public.comments enable row level security;
create policy "Public profiles are viewable by everyone." on public.profiles for select using (true);
create policy "Users can insert their own profile." on public.profiles for insert with check (auth.uid() = id and role = 'user');
create policy "Users can update own profile." on public.profiles for update using (auth.uid() = id);
create policy "Published posts are public" on public.posts for select using (published or author_id = auth.uid());
create policy "Authors create posts" on public.posts for insert to authenticated with check (author_id = auth.uid());
create policy "Authors update posts" on public.posts for update to authenticated using (author_id = auth.uid());
create policy "Admins manage all posts" on public.posts for all to authenticated
  using (exists (select 1 from public.profiles p where p.id = auth.uid() and p.role = 'admin'));
create policy "Comments are public" on public.comments for select using (true);
create policy "Signed-in users comment" on public.comments for insert to authenticated with check (true);
create policy "Authors delete own comments" on public.comments for delete to authenticated using (author_id = auth.uid());
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, username) values (new.id, new.raw_user_meta_data ->> 'username');
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();

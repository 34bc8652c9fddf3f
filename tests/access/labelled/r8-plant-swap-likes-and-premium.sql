-- A plant swap community: the like button runs as the caller, and anyone gives himself the paid plan.
-- expect: error|warning dead like_post|unlike_post|posts
-- expect: error|warning escalation|tampering profiles
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  username text unique,
  avatar_url text,
  bio text,
  is_premium boolean not null default false,
  created_at timestamptz not null default now()
);
create table public.posts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles(id) on delete cascade,
  title text not null check (char_length(title) between 3 and 120),
  image_url text,
  likes_count integer not null default 0 check (likes_count >= 0),
  created_at timestamptz not null default now()
);
create table public.comments (
  id uuid primary key default gen_random_uuid(),
  post_id uuid not null references public.posts(id) on delete cascade,
  user_id uuid not null references public.profiles(id) on delete cascade,
  body text not null,
  created_at timestamptz not null default now()
);
create table public.care_guides (
  id bigint generated always as identity primary key,
  title text not null,
  body text not null,
  premium_only boolean not null default true
);
alter table public.profiles enable row level security;
alter table public.posts enable row level security;
alter table public.comments enable row level security;
alter table public.care_guides enable row level security;

create policy "Profiles are viewable by everyone" on public.profiles for select using (true);
create policy "Users can update own profile" on public.profiles for update using (auth.uid() = id) with check (auth.uid() = id);
create policy "Posts are viewable by everyone" on public.posts for select using (true);
create policy "Users can create posts" on public.posts for insert to authenticated with check (auth.uid() = user_id);
create policy "Users can update own posts" on public.posts for update to authenticated using (auth.uid() = user_id);
create policy "Users can delete own posts" on public.posts for delete to authenticated using (auth.uid() = user_id);
create policy "Comments are viewable by everyone" on public.comments for select using (true);
create policy "Users can comment" on public.comments for insert to authenticated with check (auth.uid() = user_id);
create policy "Users can delete own comments" on public.comments for delete to authenticated using (auth.uid() = user_id);
create policy "Guides: free ones for everyone, the rest for premium members" on public.care_guides for select
  using (not premium_only or exists (select 1 from public.profiles p where p.id = auth.uid() and p.is_premium));

create or replace function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, username, avatar_url)
  values (new.id, new.raw_user_meta_data->>'username', new.raw_user_meta_data->>'avatar_url');
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();

create or replace function public.like_post(p_post_id uuid) returns void language plpgsql as $$
begin
  update public.posts set likes_count = likes_count + 1 where id = p_post_id;
end $$;
create or replace function public.unlike_post(p_post_id uuid) returns void language plpgsql as $$
begin
  update public.posts set likes_count = greatest(likes_count - 1, 0) where id = p_post_id;
end $$;

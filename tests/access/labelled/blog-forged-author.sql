-- INSERT is WITH CHECK (auth.role() = 'authenticated'): any author_id.
-- expect: error forgery posts authenticated
-- expect: error tampering comments authenticated
create table posts (
  id uuid primary key default gen_random_uuid(),
  author_id uuid references auth.users,
  title text not null,
  content text,
  published boolean default false,
  created_at timestamp with time zone default now()
);
create table comments (
  id uuid primary key default gen_random_uuid(),
  post_id uuid references posts(id) on delete cascade,
  user_id uuid references auth.users,
  content text not null,
  created_at timestamp with time zone default now()
);
alter table posts enable row level security;
alter table comments enable row level security;
create policy "Public posts are viewable by everyone" on posts for select using (published = true or auth.uid() = author_id);
create policy "Authenticated users can create posts" on posts for insert with check (auth.role() = 'authenticated');
create policy "Authors can update own posts" on posts for update using (auth.uid() = author_id);
create policy "Authors can delete own posts" on posts for delete using (auth.uid() = author_id);
create policy "Comments are viewable by everyone" on comments for select using (true);
create policy "Users can comment" on comments for insert with check (auth.uid() = user_id);
create policy "Users can edit comments" on comments for update using (auth.role() = 'authenticated');
create policy "Users can delete own comments" on comments for delete using (auth.uid() = user_id);

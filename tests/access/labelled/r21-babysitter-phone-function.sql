-- Babysitters: the function that gives the phone number asks nothing; and reviews name any author.
-- expect: error|warning bypass get_phone
-- expect: error|warning forgery sitter_reviews
create table public.sitters (
  user_id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null,
  city text not null
);
create table public.contacts (
  user_id uuid primary key default auth.uid() references auth.users(id) on delete cascade,
  phone text not null,
  address text
);
create table public.sitter_reviews (
  id uuid primary key default gen_random_uuid(),
  sitter_id uuid not null references public.sitters(user_id) on delete cascade,
  author_id uuid not null references auth.users(id) on delete cascade,
  stars int not null check (stars between 1 and 5),
  body text
);
alter table public.sitters enable row level security;
alter table public.contacts enable row level security;
alter table public.sitter_reviews enable row level security;
create policy "sitters" on public.sitters for select using (true);
create policy "become a sitter" on public.sitters for insert to authenticated with check (user_id = auth.uid());
create policy "my contact" on public.contacts for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "reviews" on public.sitter_reviews for select using (true);
create policy "review" on public.sitter_reviews for insert to authenticated with check (sitter_id <> auth.uid());
create policy "change own review" on public.sitter_reviews for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create function public.get_phone(sitter uuid) returns text language sql stable security definer set search_path = public as
  $$ select phone from contacts where user_id = sitter $$;

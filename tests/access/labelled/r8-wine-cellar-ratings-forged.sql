-- A wine tasting app: ratings in anyone's name, and notes that can be handed to another.
-- expect: error|warning forgery ratings
-- expect: error|warning tampering cellar_bottles
create table public.wines (
  id uuid primary key default gen_random_uuid(),
  producer text not null,
  name text not null,
  vintage smallint check (vintage between 1900 and 2100),
  added_by uuid references auth.users(id) on delete set null
);
create table public.ratings (
  id uuid primary key default gen_random_uuid(),
  wine_id uuid not null references public.wines(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  stars smallint not null check (stars between 1 and 5),
  review text,
  created_at timestamptz default now()
);
create table public.cellar_bottles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  wine_id uuid not null references public.wines(id),
  shelf text,
  paid numeric(8,2)
);
alter table public.wines enable row level security;
alter table public.ratings enable row level security;
alter table public.cellar_bottles enable row level security;
create policy "Anyone can view wines" on public.wines for select using (true);
create policy "Signed-in users can add wines" on public.wines for insert to authenticated with check (added_by = auth.uid());
create policy "Anyone can view ratings" on public.ratings for select using (true);
create policy "Signed-in users can rate" on public.ratings for insert to authenticated with check (true);
create policy "Users can update own ratings" on public.ratings for update to authenticated using (auth.uid() = user_id);
create policy "Users can delete own ratings" on public.ratings for delete to authenticated using (auth.uid() = user_id);
create policy "Users can view own bottles" on public.cellar_bottles for select to authenticated using (auth.uid() = user_id);
create policy "Users can add own bottles" on public.cellar_bottles for insert to authenticated with check (auth.uid() = user_id);
create policy "Users can update bottles" on public.cellar_bottles for update to authenticated using (auth.uid() = user_id) with check (true);
create policy "Users can delete own bottles" on public.cellar_bottles for delete to authenticated using (auth.uid() = user_id);

-- Condolences under a memorial page: WITH CHECK (true) takes any author, while edits and deletes go by the author.
-- expect: error forgery condolences authenticated
create table public.memorials (
  id uuid primary key default gen_random_uuid(),
  keeper_id uuid not null default auth.uid() references auth.users on delete cascade,
  name text not null,
  born date,
  died date check (died >= born),
  public boolean not null default false
);
create table public.condolences (
  id uuid primary key default gen_random_uuid(),
  memorial_id uuid not null references public.memorials on delete cascade,
  author_id uuid not null references auth.users on delete cascade,
  words text not null check (char_length(words) <= 1000),
  hidden boolean not null default false
);
create table public.candles (
  memorial_id uuid not null references public.memorials on delete cascade,
  lit_by uuid not null default auth.uid() references auth.users on delete cascade,
  lit_at timestamptz not null default now(),
  primary key (memorial_id, lit_by)
);
alter table public.memorials enable row level security;
alter table public.condolences enable row level security;
alter table public.candles enable row level security;
create policy "Public memorials" on public.memorials for select using (public or keeper_id = auth.uid());
create policy "Keepers create" on public.memorials for insert to authenticated with check (keeper_id = auth.uid());
create policy "Keepers update" on public.memorials for update to authenticated using (keeper_id = auth.uid());
create policy "Keepers delete" on public.memorials for delete to authenticated using (keeper_id = auth.uid());
create policy "Condolences of visible memorials" on public.condolences for select
  using (not hidden and exists (select 1 from public.memorials m where m.id = memorial_id) or author_id = auth.uid());
create policy "Leave condolences" on public.condolences for insert to authenticated with check (true);
create policy "Edit own condolences" on public.condolences for update to authenticated using (author_id = auth.uid());
create policy "Delete own condolences" on public.condolences for delete to authenticated using (author_id = auth.uid());
create policy "Candles burn for all" on public.candles for select
  using (exists (select 1 from public.memorials m where m.id = memorial_id));
create policy "Light a candle" on public.candles for insert to authenticated
  with check (lit_by = auth.uid() and exists (select 1 from public.memorials m where m.id = memorial_id));

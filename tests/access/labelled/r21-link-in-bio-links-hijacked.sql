-- Links in one's biography: links are put on anybody's page, and the clicks of everybody are read by everybody.
-- expect: error|warning tampering|forgery|bypass links
-- expect: error|warning|review exposure clicks
create table public.pages (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique default auth.uid() references auth.users(id) on delete cascade,
  handle text not null unique,
  theme jsonb not null default '{}'
);
create table public.links (
  id uuid primary key default gen_random_uuid(),
  page_id uuid not null references public.pages(id) on delete cascade,
  title text not null,
  url text not null
);
create table public.clicks (
  id bigint generated always as identity primary key,
  link_id uuid not null references public.links(id) on delete cascade,
  ip inet,
  user_agent text,
  at timestamptz not null default now()
);
alter table public.pages enable row level security;
alter table public.links enable row level security;
create policy "pages are public" on public.pages for select using (true);
create policy "own page" on public.pages for insert to authenticated with check (user_id = auth.uid());
create policy "change own page" on public.pages for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "links are public" on public.links for select using (true);
create policy "add links" on public.links for insert to authenticated with check (auth.uid() is not null);
create policy "change own links" on public.links for update to authenticated
  using (exists (select 1 from public.pages p where p.id = page_id and p.user_id = auth.uid()));
create policy "delete own links" on public.links for delete to authenticated
  using (exists (select 1 from public.pages p where p.id = page_id and p.user_id = auth.uid()));

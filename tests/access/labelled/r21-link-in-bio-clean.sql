-- clean
-- Links in one's biography: pages and links are public, clicks are counted by a function and read by the owner.
create table public.pages (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique default auth.uid() references auth.users(id) on delete cascade,
  handle text not null unique check (handle ~ '^[a-z0-9_.]{2,30}$'),
  theme jsonb not null default '{}',
  published boolean not null default true
);
create table public.links (
  id uuid primary key default gen_random_uuid(),
  page_id uuid not null references public.pages(id) on delete cascade,
  title text not null,
  url text not null check (url ~ '^https?://'),
  position int not null default 0
);
create table public.clicks (
  id bigint generated always as identity primary key,
  link_id uuid not null references public.links(id) on delete cascade,
  country char(2),
  at timestamptz not null default now()
);
alter table public.pages enable row level security;
alter table public.links enable row level security;
alter table public.clicks enable row level security;
create policy "Published pages are public" on public.pages for select using (published or user_id = auth.uid());
create policy "Create own page" on public.pages for insert to authenticated with check (user_id = auth.uid());
create policy "Update own page" on public.pages for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "Delete own page" on public.pages for delete to authenticated using (user_id = auth.uid());
create policy "Links of visible pages" on public.links for select using (exists (select 1 from public.pages p where p.id = page_id));
create policy "Own links" on public.links for all to authenticated
  using (exists (select 1 from public.pages p where p.id = page_id and p.user_id = auth.uid()))
  with check (exists (select 1 from public.pages p where p.id = page_id and p.user_id = auth.uid()));
create policy "Clicks on own links" on public.clicks for select to authenticated
  using (exists (select 1 from public.links l join public.pages p on p.id = l.page_id where l.id = link_id and p.user_id = auth.uid()));
create function public.track_click(p_link uuid, p_country text default null) returns void language sql security definer set search_path = '' as $$
  insert into public.clicks (link_id, country) select l.id, left(p_country, 2) from public.links l join public.pages p on p.id = l.page_id where l.id = p_link and p.published
$$;

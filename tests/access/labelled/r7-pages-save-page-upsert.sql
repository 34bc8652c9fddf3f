-- Link-in-bio: save_page upserts by slug as its owner, so whoever knows a slug takes the page over.
-- expect: error bypass|tampering|escalation save_page|pages
-- also: bypass|tampering|escalation|forgery save_page|pages|links|clicks
create table public.pages (
  slug text primary key check (slug ~ '^[a-z0-9-]{2,40}$'),
  owner_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  draft_body text
);
create table public.links (
  id bigint generated always as identity primary key,
  page_slug text not null references public.pages(slug) on update cascade on delete cascade,
  label text not null,
  url text not null check (url like 'https://%')
);
create table public.clicks (
  id bigint generated always as identity primary key,
  link_id bigint not null references public.links(id) on delete cascade,
  at timestamptz not null default now()
);
alter table public.pages enable row level security;
alter table public.links enable row level security;
alter table public.clicks enable row level security;
create policy pages_own on public.pages for select to authenticated using (owner_id = (select auth.uid()));
create policy pages_delete on public.pages for delete to authenticated using (owner_id = (select auth.uid()));
create policy links_public on public.links for select using (true);
create policy links_write on public.links for insert to authenticated
  with check (exists (select 1 from public.pages p where p.slug = page_slug and p.owner_id = (select auth.uid())));
create policy clicks_read on public.clicks for select to authenticated
  using (exists (select 1 from public.links l join public.pages p on p.slug = l.page_slug where l.id = link_id and p.owner_id = (select auth.uid())));
create function public.save_page(p_slug text, p_title text, p_body text) returns void language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'not signed in';
  end if;
  insert into public.pages (slug, owner_id, title, draft_body) values (p_slug, auth.uid(), p_title, p_body)
  on conflict (slug) do update set owner_id = excluded.owner_id, title = excluded.title, draft_body = excluded.draft_body;
end $$;

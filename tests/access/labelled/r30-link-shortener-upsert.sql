-- Short links: the function that saves one writes over a link of the same name, whoever made it.
-- expect: error|warning bypass|tampering save_link|links authenticated
-- also: bypass|tampering save_link|links
create table public.links (
  slug text primary key check (slug ~ '^[a-z0-9-]{2,40}$'),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  target text not null,
  created_at timestamptz not null default now()
);
create table public.clicks (
  id bigint generated always as identity primary key,
  slug text not null references public.links (slug) on delete cascade,
  clicked_at timestamptz not null default now(),
  referrer text
);
alter table public.links enable row level security;
alter table public.clicks enable row level security;
create policy "own links" on public.links for select to authenticated using (owner_id = (select auth.uid()));
create policy "own links go" on public.links for delete to authenticated using (owner_id = (select auth.uid()));
create policy "clicks of own links" on public.clicks for select to authenticated
  using (exists (select 1 from public.links l where l.slug = clicks.slug and l.owner_id = (select auth.uid())));

create function public.save_link(p_slug text, p_target text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  insert into public.links (slug, owner_id, target) values (p_slug, auth.uid(), p_target)
  on conflict (slug) do update set target = excluded.target;
end $$;

-- anybody follows a link: one target for one name, which is what it is for
create function public.follow_link(p_slug text, p_referrer text default null) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.clicks (slug, referrer) select l.slug, p_referrer from public.links l where l.slug = p_slug;
end $$;

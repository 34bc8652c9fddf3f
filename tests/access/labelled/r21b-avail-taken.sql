-- expect: error|warning|review dead slug_taken|shops
create table public.shops (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users (id), slug text not null unique);
alter table public.shops enable row level security;
create policy own on public.shops for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.slug_taken(p_slug text) returns boolean language sql stable set search_path = '' as $$ select exists (select 1 from public.shops s where lower(s.slug) = lower(p_slug)) $$;

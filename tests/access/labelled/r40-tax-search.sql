-- A tax adviser's client portal. search_documents() is SECURITY DEFINER "because of the trigram index" and asks nobody.
-- expect: error bypass search_documents|tax_documents authenticated|anon
create extension if not exists pg_trgm with schema extensions;
create table public.advisers (
  user_id uuid primary key references auth.users(id) on delete cascade,
  licence_no text not null unique
);
create table public.clients (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users(id) on delete cascade,
  adviser_id uuid references public.advisers(user_id),
  tax_number text not null
);
create table public.tax_documents (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references public.clients(id) on delete cascade,
  year int not null check (year between 2000 and 2100),
  title text not null,
  content text not null default ''
);
alter table public.advisers enable row level security;
alter table public.clients enable row level security;
alter table public.tax_documents enable row level security;
create policy "adviser sees himself" on public.advisers for select to authenticated using (user_id = (select auth.uid()));
create policy "client or adviser" on public.clients for select to authenticated
  using (user_id = (select auth.uid()) or adviser_id = (select auth.uid()));
create policy "documents of my clients or me" on public.tax_documents for select to authenticated
  using (exists (select 1 from public.clients c where c.id = client_id
    and (c.user_id = (select auth.uid()) or c.adviser_id = (select auth.uid()))));
create policy "adviser uploads" on public.tax_documents for insert to authenticated
  with check (exists (select 1 from public.clients c where c.id = client_id and c.adviser_id = (select auth.uid())));
create or replace function public.search_documents(term text, max_rows int default 20)
returns setof public.tax_documents
language sql stable security definer set search_path = public, extensions as $$
  select * from public.tax_documents d
  where d.title ilike '%' || term || '%' or d.content ilike '%' || term || '%'
  order by d.year desc limit max_rows;
$$;
create or replace function public.document_years() returns setof int
language sql stable security definer set search_path = '' as $$
  select distinct d.year from public.tax_documents d join public.clients c on c.id = d.client_id where c.user_id = auth.uid();
$$;
revoke execute on function public.search_documents(text, int) from public, anon;
grant execute on function public.search_documents(text, int) to authenticated;

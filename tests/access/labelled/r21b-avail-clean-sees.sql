-- clean
create table public.docs (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users (id), title text not null);
alter table public.docs enable row level security;
create policy own on public.docs for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.can_see(p_doc uuid) returns boolean language sql stable set search_path = '' as $$ select exists (select 1 from public.docs where id = p_doc) $$;
create function public.have_title(p_title text) returns boolean language sql stable set search_path = '' as $$ select exists (select 1 from public.docs where title = p_title) $$;

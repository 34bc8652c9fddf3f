-- A policy that names one role more than the check lets in, and a state that only one branch of a condition asks for.
-- clean

create table public.authors (
  id uuid primary key references auth.users (id),
  role text not null default 'writer' check (role in ('writer', 'editor'))
);
create table public.pieces (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references public.authors (id),
  state text not null default 'draft' check (state in ('draft', 'public')),
  body text not null
);
alter table public.authors enable row level security;
alter table public.pieces enable row level security;
revoke insert, update, delete on public.authors from anon, authenticated;
create policy "self" on public.authors for select to authenticated using (id = (select auth.uid()));
create policy "public, archived, or one's own" on public.pieces for select
  using (state = 'public' or state = 'archived' or author_id = (select auth.uid()));
create policy "editors and admins" on public.pieces for select to authenticated
  using (exists (select 1 from public.authors a where a.id = (select auth.uid()) and a.role in ('editor', 'admin')));
create policy "write" on public.pieces for insert to authenticated with check (author_id = (select auth.uid()));
create policy "rewrite" on public.pieces for update to authenticated
  using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));

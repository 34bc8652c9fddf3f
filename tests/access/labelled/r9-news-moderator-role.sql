-- A local newspaper: users may give themselves any role but admin; moderators read the sources of the reporters.
-- expect: error|warning escalation user_roles
create type public.app_role as enum ('admin','moderator','reporter','reader');
create table public.user_roles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users(id) on delete cascade not null,
  role public.app_role not null,
  unique (user_id, role)
);
create table public.articles (
  id uuid primary key default gen_random_uuid(),
  author_id uuid references auth.users(id) not null,
  headline text not null,
  body text,
  published_at timestamptz
);
create table public.sources (
  id uuid primary key default gen_random_uuid(),
  article_id uuid references public.articles(id) on delete cascade not null,
  reporter_id uuid references auth.users(id) not null,
  real_name text not null,
  contact text
);
alter table public.user_roles enable row level security;
alter table public.articles enable row level security;
alter table public.sources enable row level security;
create or replace function public.has_role(_user_id uuid, _role public.app_role) returns boolean
language sql stable security definer set search_path = public as
  $$ select exists (select 1 from public.user_roles where user_id = _user_id and role = _role) $$;
create policy "Users can view their roles" on public.user_roles for select to authenticated using (user_id = auth.uid());
create policy "Users can pick a role" on public.user_roles for insert to authenticated with check (user_id = auth.uid() and role <> 'admin');
create policy "Admins manage roles" on public.user_roles for all to authenticated
  using (public.has_role(auth.uid(), 'admin')) with check (public.has_role(auth.uid(), 'admin'));
create policy "Published articles" on public.articles for select using (published_at <= now() or author_id = auth.uid());
create policy "Reporters write" on public.articles for insert to authenticated with check (author_id = auth.uid() and public.has_role(auth.uid(), 'reporter'));
create policy "Authors edit" on public.articles for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy "Own sources" on public.sources for select to authenticated using (reporter_id = auth.uid());
create policy "Add sources" on public.sources for insert to authenticated
  with check (reporter_id = auth.uid() and exists (select 1 from public.articles a where a.id = article_id and a.author_id = auth.uid()));
create policy "Moderators check sources" on public.sources for select to authenticated using (public.has_role(auth.uid(), 'moderator'));

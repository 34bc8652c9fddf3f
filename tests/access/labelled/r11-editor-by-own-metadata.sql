-- The helper reads the role from the metadata that every user sets at sign-up and edits at will.
-- expect: error|warning|review escalation|bypass articles|is_editor|users authenticated

create table public.articles (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  body text,
  published boolean not null default false
);
create function public.is_editor() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from auth.users u where u.id = auth.uid() and u.raw_user_meta_data ->> 'role' = 'editor')
$$;
alter table public.articles enable row level security;
create policy "published" on public.articles for select using (published);
create policy "editors read drafts" on public.articles for select to authenticated using ((select public.is_editor()));
create policy "editors write" on public.articles for insert to authenticated with check ((select public.is_editor()));
create policy "editors change" on public.articles for update to authenticated
  using ((select public.is_editor())) with check ((select public.is_editor()));

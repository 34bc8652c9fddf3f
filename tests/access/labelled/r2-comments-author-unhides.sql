-- The author may set hidden back to false (whole-row update); and INSERT lets one choose the author.
-- expect: error forgery comments authenticated
-- also: tampering comments
create table public.moderators (user_id uuid primary key references auth.users(id) on delete cascade);
create table public.comments (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references auth.users(id) on delete cascade,
  body text not null,
  hidden boolean not null default false
);
alter table public.moderators enable row level security;
alter table public.comments enable row level security;
create function public.is_moderator() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.moderators where user_id = (select auth.uid())) $$;
create policy r on public.comments for select using (not hidden or author_id = (select auth.uid()) or public.is_moderator());
create policy i on public.comments for insert to authenticated with check (char_length(body) <= 2000 and not hidden);
create policy u on public.comments for update to authenticated using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));

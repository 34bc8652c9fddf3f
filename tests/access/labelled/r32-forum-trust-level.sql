-- Trust level three moderates; the level stands in the profile that everyone edits.
-- expect: error escalation|tampering forum_profiles|trust_level authenticated
create table public.forum_profiles (
  user_id uuid primary key references auth.users on delete cascade,
  nick text unique not null,
  bio text,
  trust_level smallint not null default 0 check (trust_level between 0 and 4)
);
create table public.topics (
  id bigserial primary key,
  author_id uuid not null default auth.uid() references public.forum_profiles,
  title text not null,
  hidden boolean not null default false
);
create or replace function public.may_moderate() returns boolean language sql stable security definer set search_path = public as
$$ select coalesce((select trust_level >= 3 from forum_profiles where user_id = auth.uid()), false) $$;
alter table public.forum_profiles enable row level security;
alter table public.topics enable row level security;
create policy profiles_read on public.forum_profiles for select using (true);
create policy profiles_edit on public.forum_profiles for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy profiles_create on public.forum_profiles for insert to authenticated with check (user_id = auth.uid() and trust_level = 0);
create policy topics_read on public.topics for select using (not hidden or author_id = auth.uid() or public.may_moderate());
create policy topics_write on public.topics for insert to authenticated with check (author_id = auth.uid() and not hidden);
create policy topics_mod on public.topics for update to authenticated using (public.may_moderate()) with check (public.may_moderate());
grant usage on sequence public.topics_id_seq to authenticated;

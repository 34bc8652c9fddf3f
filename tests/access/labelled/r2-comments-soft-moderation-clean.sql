-- Comments: hidden ones only for their author and moderators (table without API access).
-- clean
create table public.moderators (user_id uuid primary key references auth.users(id) on delete cascade);
create table public.comments (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null,
  hidden boolean not null default false
);
revoke all on public.moderators from anon, authenticated;
alter table public.moderators enable row level security;
alter table public.comments enable row level security;
create function public.is_moderator() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.moderators where user_id = (select auth.uid())) $$;
revoke update on public.comments from anon, authenticated;
grant update (body) on public.comments to authenticated;
create policy r on public.comments for select using (not hidden or author_id = (select auth.uid()) or public.is_moderator());
create policy i on public.comments for insert to authenticated with check (author_id = (select auth.uid()) and not hidden);
create policy u on public.comments for update to authenticated using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
create policy d on public.comments for delete to authenticated using (author_id = (select auth.uid()) or public.is_moderator());
create function public.hide_comment(comment uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  if not public.is_moderator() then raise exception 'moderators only'; end if;
  update public.comments set hidden = true where id = comment;
end $$;

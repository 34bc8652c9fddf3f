-- The audit log is for admins, and the check on the role lets nobody be one.
-- expect: error|warning|review dead audit_log|members authenticated

create table public.members (
  id uuid primary key references auth.users (id),
  display_name text not null,
  role text not null default 'member' check (role in ('member', 'editor'))
);
create table public.articles (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references public.members (id),
  body text not null
);
create table public.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor uuid,
  what text not null
);
alter table public.members enable row level security;
alter table public.articles enable row level security;
alter table public.audit_log enable row level security;
create policy "self" on public.members for select to authenticated using (id = (select auth.uid()));
revoke update on public.members from anon, authenticated;
grant update (display_name) on public.members to authenticated;
create policy "rename self" on public.members for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "read" on public.articles for select using (true);
create policy "write" on public.articles for insert to authenticated with check (author_id = (select auth.uid()));
create policy "editors and authors change" on public.articles for update to authenticated
  using (author_id = (select auth.uid())
    or exists (select 1 from public.members m where m.id = (select auth.uid()) and m.role = 'editor'));
create policy "admins read the log" on public.audit_log for select to authenticated
  using (exists (select 1 from public.members m where m.id = (select auth.uid()) and m.role = 'admin'));

create function public.log_article() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.audit_log (actor, what) values (auth.uid(), tg_op || ' article ' || new.id);
  return new;
end $$;
create trigger log_article after insert or update on public.articles for each row execute function public.log_article();

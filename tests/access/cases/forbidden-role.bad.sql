-- The log waits for admins, and the check of the role lets nobody be one.
-- expect: warning policy-never-true admins
create table public.members (id uuid primary key references auth.users(id), role text not null default 'member' check (role in ('member', 'editor')));
create table public.log (id bigint generated always as identity primary key, what text not null);
alter table public.members enable row level security;
alter table public.log enable row level security;
create policy self on public.members for select to authenticated using (id = auth.uid());
create function public.has_role(wanted text) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.members where id = auth.uid() and role = wanted) $$;
create policy admins on public.log for select to authenticated using (public.has_role('admin'));

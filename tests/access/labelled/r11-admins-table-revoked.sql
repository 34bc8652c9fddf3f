-- The list of admins is closed to everybody, and a policy reads it as the caller: 42501 for every reader, signed in or not.
-- expect: error error press_releases anon|authenticated
-- also: error|dead press_releases|admins

create table public.admins (user_id uuid primary key references auth.users (id));
create table public.press_releases (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  published_at timestamptz
);
alter table public.admins enable row level security;
revoke all on public.admins from anon, authenticated;
alter table public.press_releases enable row level security;
create policy "published, or for admins" on public.press_releases for select
  using (published_at <= now() or exists (select 1 from public.admins a where a.user_id = auth.uid()));

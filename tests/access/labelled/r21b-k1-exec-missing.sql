-- expect: error error docs
create schema app;
create function app.is_editor() returns boolean language sql stable security definer set search_path = '' as $$ select coalesce((auth.jwt() -> 'app_metadata' ->> 'editor')::boolean, false) $$;
revoke all on function app.is_editor() from public;
grant usage on schema app to anon, authenticated;
create table public.docs (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.docs enable row level security;
create policy r on public.docs for select to authenticated using (owner_id = auth.uid() or app.is_editor());
create policy i on public.docs for insert to authenticated with check (owner_id = auth.uid());

-- The helper lies in a schema that callers may not use; a policy finds it all the same, since its name was looked up once.
-- clean
create schema app_private;
create table public.events (
  id uuid primary key default gen_random_uuid(),
  host_id uuid not null default auth.uid() references auth.users,
  title text not null
);
create table public.cohosts (event_id uuid references public.events on delete cascade, user_id uuid references auth.users, primary key (event_id, user_id));
create function app_private.hosts(e uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.events where id = e and host_id = auth.uid()) or exists (select 1 from public.cohosts where event_id = e and user_id = auth.uid()) $$;
alter table public.events enable row level security;
alter table public.cohosts enable row level security;
create policy "hosts see events" on public.events for select to authenticated using (host_id = auth.uid() or app_private.hosts(id));
create policy "host" on public.events for insert to authenticated with check (host_id = auth.uid());
create policy "own cohosting" on public.cohosts for select to authenticated using (user_id = auth.uid());

-- is_subscribed(email) is a definer function that tells anyone whether an address is on the list; and list_subscribers() hands out all.
-- expect: error bypass list_subscribers anon
-- also: bypass is_subscribed
create table public.subscribers (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  name text,
  confirmed boolean not null default false
);
alter table public.subscribers enable row level security;
create policy "subscribe" on public.subscribers for insert to anon, authenticated with check (confirmed = false);
create function public.is_subscribed(p_email text) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from subscribers where email = lower(p_email)) $$;
create function public.list_subscribers() returns setof public.subscribers language sql stable security definer set search_path = public as
$$ select * from subscribers where confirmed $$;

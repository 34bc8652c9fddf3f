-- Subscriptions are the service's; each person sees the state of its own by a view that asks for the caller.
-- clean

create table public.subscriptions (
  user_id uuid primary key references auth.users (id),
  state text not null default 'none' check (state in ('none', 'active', 'past_due')),
  provider_customer text,
  until timestamptz
);
create table public.lessons (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  is_free boolean not null default false,
  video text not null
);
alter table public.subscriptions enable row level security;
alter table public.lessons enable row level security;
revoke all on public.subscriptions from anon, authenticated;
create function public.subscribed() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.subscriptions s where s.user_id = auth.uid() and s.state = 'active' and s.until > now())
$$;
create policy "free lessons, or all of them" on public.lessons for select using (is_free or public.subscribed());
create view public.my_subscription with (security_barrier = true) as
  select s.state, s.until from public.subscriptions s where s.user_id = auth.uid();
revoke all on public.my_subscription from anon, authenticated;
grant select on public.my_subscription to authenticated;

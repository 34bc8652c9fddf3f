-- Paid app: subscriptions and webhook events are written by the service alone (no policies, as intended); premium content asks a definer function.
-- clean
create table public.subscriptions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users(id) on delete cascade,
  stripe_subscription_id text not null,
  status text not null check (status in ('active', 'past_due', 'canceled')),
  current_period_end timestamptz not null
);
create table public.stripe_events (
  id text primary key,
  payload jsonb not null,
  received_at timestamptz not null default now()
);
create table public.lessons (
  id bigint generated always as identity primary key,
  title text not null,
  body text not null,
  premium boolean not null default true
);
create table public.settings (
  user_id uuid primary key default auth.uid() references auth.users(id) on delete cascade,
  theme text not null default 'light' check (theme in ('light', 'dark')),
  newsletter boolean not null default false
);
create function public.has_subscription() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.subscriptions s where s.user_id = auth.uid() and s.status = 'active' and s.current_period_end > now()) $$;
create function public.record_event(event_id text, event jsonb) returns void language sql security definer set search_path = '' as
$$ insert into public.stripe_events (id, payload) values (event_id, event) on conflict (id) do nothing $$;
revoke execute on function public.record_event(text, jsonb) from public, anon, authenticated;
alter table public.subscriptions enable row level security;
alter table public.stripe_events enable row level security;
alter table public.lessons enable row level security;
alter table public.settings enable row level security;
create policy "own subscription" on public.subscriptions for select to authenticated using (user_id = auth.uid());
create policy "free lessons" on public.lessons for select using (not premium);
create policy "premium lessons" on public.lessons for select to authenticated using (public.has_subscription());
create policy "own settings" on public.settings for all to authenticated using (user_id = auth.uid());
create policy "service manages subscriptions" on public.subscriptions for all to service_role using (true) with check (true);

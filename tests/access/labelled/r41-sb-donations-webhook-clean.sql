-- Donations: the same webhook as everywhere, but only the service may call it; the public total is a definer function of sums.
-- clean
create table public.campaigns (
  id uuid primary key default gen_random_uuid(),
  organiser uuid not null references auth.users (id),
  title text not null,
  goal_cents bigint not null check (goal_cents > 0)
);
create table public.donations (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid not null references public.campaigns (id),
  donor uuid references auth.users (id) on delete set null,
  amount_cents bigint not null check (amount_cents between 100 and 10000000),
  state text not null default 'pending' check (state in ('pending', 'captured', 'refunded')),
  created_at timestamptz not null default now()
);
alter table public.campaigns enable row level security;
alter table public.donations enable row level security;
create policy campaigns_read on public.campaigns for select using (true);
create policy campaigns_new on public.campaigns for insert to authenticated with check (organiser = auth.uid());
create policy campaigns_edit on public.campaigns for update to authenticated
  using (organiser = auth.uid()) with check (organiser = auth.uid());
create policy donations_own on public.donations for select to authenticated using (donor = auth.uid());
create policy donations_pledge on public.donations for insert to authenticated
  with check (donor = auth.uid() and state = 'pending');
create function public.capture_donation(donation uuid, amount bigint) returns void
language sql security definer set search_path = '' as $$
  update public.donations set state = 'captured', amount_cents = amount where id = donation;
$$;
revoke execute on function public.capture_donation(uuid, bigint) from public, anon, authenticated;
grant execute on function public.capture_donation(uuid, bigint) to service_role;
create function public.campaign_total(campaign uuid) returns bigint
language sql stable security definer set search_path = '' as $$
  select coalesce(sum(d.amount_cents), 0)::bigint from public.donations d where d.campaign_id = campaign and d.state = 'captured';
$$;

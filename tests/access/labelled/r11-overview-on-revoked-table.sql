-- The table was closed to callers, and the view that reads it as the caller was forgotten.
-- expect: error|warning|review error|dead account_overview|billing_accounts authenticated

create table public.billing_accounts (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id),
  provider_token text not null,
  plan text not null default 'free' check (plan in ('free', 'pro'))
);
create table public.usage_days (
  account_id uuid not null references public.billing_accounts (id),
  day date not null,
  calls int not null default 0,
  primary key (account_id, day)
);
alter table public.billing_accounts enable row level security;
alter table public.usage_days enable row level security;
create policy "owners" on public.billing_accounts for select to authenticated using (owner_id = (select auth.uid()));
revoke all on public.billing_accounts from anon, authenticated;

create view public.account_overview with (security_invoker = true) as
  select a.id, a.plan from public.billing_accounts a;
grant select on public.account_overview to authenticated;

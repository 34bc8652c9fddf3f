-- Premium articles ask subscriptions.plan, which its owner may update.
-- expect: error escalation subscriptions authenticated
-- also: escalation|bypass articles
create table subscriptions (
  user_id uuid primary key references auth.users on delete cascade,
  plan text not null default 'free' check (plan in ('free', 'pro', 'enterprise')),
  renews_at timestamptz,
  stripe_customer_id text
);
create table articles (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  body text not null,
  is_premium boolean not null default false
);
alter table subscriptions enable row level security;
alter table articles enable row level security;
create policy "read own subscription" on subscriptions for select to authenticated using (user_id = auth.uid());
create policy "update own subscription" on subscriptions for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "free articles" on articles for select using (not is_premium);
create policy "premium articles" on articles for select to authenticated using (
  is_premium and exists (select 1 from subscriptions s where s.user_id = auth.uid() and s.plan in ('pro', 'enterprise')));

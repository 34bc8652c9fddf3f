-- clean
-- Double opt-in: anyone subscribes, nobody reads, confirming needs the token that was mailed.
create table newsletter_subscribers (
  email text primary key check (email like '%_@_%'),
  token uuid not null default gen_random_uuid() unique,
  confirmed_at timestamptz,
  created_at timestamptz not null default now()
);
create table newsletter_issues (
  number int generated always as identity primary key,
  subject text not null,
  html text not null,
  sent_at timestamptz
);
alter table newsletter_subscribers enable row level security;
alter table newsletter_issues enable row level security;
revoke all on newsletter_subscribers from anon, authenticated;
grant insert (email) on newsletter_subscribers to anon, authenticated;
create policy "subscribe" on newsletter_subscribers for insert to anon, authenticated with check (confirmed_at is null);
create policy "sent issues" on newsletter_issues for select using (sent_at < now());
create function confirm_subscription(p_token uuid) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  update public.newsletter_subscribers set confirmed_at = now() where token = p_token and confirmed_at is null;
  return found;
end $$;
create function unsubscribe(p_token uuid) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  delete from public.newsletter_subscribers where token = p_token;
  return found;
end $$;

-- The overview joins endpoints with their last delivery, has the owner's rights and carries the signing secret of everybody.
-- expect: error exposure|bypass webhook_overview anon
-- also: exposure|bypass webhook_overview
create table public.webhook_endpoints (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  url text not null check (url like 'https://%'),
  signing_secret text not null default encode(extensions.gen_random_bytes(24), 'base64'),
  events text[] not null default '{}'
);
create table public.webhook_deliveries (
  id bigint generated always as identity primary key,
  endpoint_id uuid not null references public.webhook_endpoints(id) on delete cascade,
  status_code int,
  payload jsonb not null,
  created_at timestamptz not null default now()
);
create view public.webhook_overview as
  select e.id, e.user_id, e.url, e.signing_secret, d.status_code, d.created_at as last_delivery
    from public.webhook_endpoints e
    left join lateral (select * from public.webhook_deliveries x where x.endpoint_id = e.id order by x.created_at desc limit 1) d on true;
alter table public.webhook_endpoints enable row level security;
alter table public.webhook_deliveries enable row level security;
create policy own on public.webhook_endpoints for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy own on public.webhook_deliveries for select to authenticated using (exists (select 1 from public.webhook_endpoints e where e.id = endpoint_id and e.user_id = auth.uid()));

-- Webhook events and job queue: row-level security and no policy at all, on purpose.
-- clean
create table webhook_events (
  id text primary key,
  provider text not null,
  payload jsonb not null,
  received_at timestamptz not null default now(),
  processed_at timestamptz
);
create table job_queue (
  id bigint generated always as identity primary key,
  job text not null,
  args jsonb not null default '{}',
  run_at timestamptz not null default now(),
  attempts int not null default 0 check (attempts <= 10),
  locked_by text
);
create table plans (id text primary key, name text not null, monthly_cents int not null);
alter table webhook_events enable row level security;
alter table job_queue enable row level security;
alter table plans enable row level security;
comment on table webhook_events is 'written and read by edge functions with the service role only';
create policy "plans are public" on plans for select using (true);
create policy "service works the queue" on job_queue for all to service_role using (true) with check (true);

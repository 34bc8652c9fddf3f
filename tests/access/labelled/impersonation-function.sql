-- Support can impersonate: sessions table says as whom; users may insert their own session row with any acting_as.
-- expect: error escalation support_sessions authenticated
-- also: escalation|bypass|forgery|tampering inboxes
create table support_sessions (
  agent_id uuid primary key references auth.users on delete cascade,
  acting_as uuid not null references auth.users on delete cascade,
  started_at timestamptz not null default now()
);
create table inboxes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade,
  subject text not null,
  body text not null
);
create function effective_user() returns uuid language sql stable security definer set search_path = public as $$
  select coalesce((select acting_as from support_sessions where agent_id = auth.uid()), auth.uid())
$$;
alter table support_sessions enable row level security;
alter table inboxes enable row level security;
create policy "own session" on support_sessions for all to authenticated using (agent_id = auth.uid()) with check (agent_id = auth.uid());
create policy "inbox" on inboxes for select to authenticated using (user_id = effective_user());

-- Rights lie two levels deep in JSON, in a row that one edits; the policy reads them by a scalar sub-select.
-- expect: error escalation agents|tickets authenticated

create table public.agents (
  id uuid primary key references auth.users (id),
  settings jsonb not null default '{"theme": "light", "rights": {}}'::jsonb
);
create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  reporter_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.agents enable row level security;
alter table public.tickets enable row level security;
create policy "self" on public.agents for select to authenticated using (id = (select auth.uid()));
create policy "own settings" on public.agents for update to authenticated using (id = (select auth.uid()));
create policy "reporters" on public.tickets for select to authenticated using (reporter_id = (select auth.uid()));
create policy "report" on public.tickets for insert to authenticated with check (reporter_id = (select auth.uid()));
create policy "agents with the right" on public.tickets for select to authenticated
  using (coalesce((select (a.settings -> 'rights' ->> 'tickets')::boolean from public.agents a where a.id = (select auth.uid())), false));

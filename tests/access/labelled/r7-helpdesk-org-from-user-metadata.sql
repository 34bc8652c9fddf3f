-- Multi-tenant helpdesk: the organisation comes from user_metadata, which every user may rewrite.
-- expect: error escalation|bypass|exposure tickets|ticket_messages|organizations
-- also: escalation|bypass|exposure|tampering|forgery tickets|ticket_messages|organizations
create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  plan text not null default 'free'
);
create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations(id) on delete cascade,
  subject text not null,
  priority integer not null default 3 check (priority between 1 and 5)
);
create table public.ticket_messages (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references public.tickets(id) on delete cascade,
  author_id uuid not null references auth.users(id),
  body text not null
);
create function public.current_org() returns uuid language sql stable as
$$ select (auth.jwt() -> 'user_metadata' ->> 'org_id')::uuid $$;
alter table public.organizations enable row level security;
alter table public.tickets enable row level security;
alter table public.ticket_messages enable row level security;
create policy org_read on public.organizations for select to authenticated using (id = public.current_org());
create policy tickets_all on public.tickets for all to authenticated using (org_id = public.current_org()) with check (org_id = public.current_org());
create policy messages_read on public.ticket_messages for select to authenticated
  using (exists (select 1 from public.tickets t where t.id = ticket_id and t.org_id = public.current_org()));
create policy messages_write on public.ticket_messages for insert to authenticated
  with check (author_id = auth.uid() and exists (select 1 from public.tickets t where t.id = ticket_id and t.org_id = public.current_org()));

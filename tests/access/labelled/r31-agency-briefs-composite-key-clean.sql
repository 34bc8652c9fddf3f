-- clean
-- The policies of briefs ask for the agency alone and never look at the campaign: the composite foreign key holds the campaign to the same agency.
create table public.agencies (id uuid primary key default gen_random_uuid(), name text not null);
create table public.agents (
  agency_id uuid not null references public.agencies (id),
  user_id uuid not null references auth.users (id),
  primary key (agency_id, user_id)
);
create table public.campaigns (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null references public.agencies (id),
  title text not null,
  budget_cents bigint not null default 0 check (budget_cents >= 0),
  primary key (agency_id, id)
);
create table public.briefs (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null,
  campaign_id uuid not null,
  written_by uuid not null default auth.uid() references auth.users (id),
  body text not null,
  foreign key (agency_id, campaign_id) references public.campaigns (agency_id, id) on delete restrict
);
create function public.my_agencies() returns setof uuid language sql stable security definer set search_path = '' as $$
  select a.agency_id from public.agents a where a.user_id = (select auth.uid()) $$;
alter table public.agencies enable row level security;
alter table public.agents enable row level security;
alter table public.campaigns enable row level security;
alter table public.briefs enable row level security;
create policy "agencies" on public.agencies for select to authenticated using (id in (select public.my_agencies()));
create policy "agents" on public.agents for select to authenticated using (agency_id in (select public.my_agencies()));
create policy "campaigns" on public.campaigns for all to authenticated
  using (agency_id in (select public.my_agencies())) with check (agency_id in (select public.my_agencies()));
create policy "briefs read" on public.briefs for select to authenticated using (agency_id in (select public.my_agencies()));
create policy "briefs write" on public.briefs for insert to authenticated
  with check (agency_id in (select public.my_agencies()) and written_by = (select auth.uid()));
create policy "briefs edit" on public.briefs for update to authenticated
  using (written_by = (select auth.uid()) and agency_id in (select public.my_agencies()))
  with check (written_by = (select auth.uid()) and agency_id in (select public.my_agencies()));

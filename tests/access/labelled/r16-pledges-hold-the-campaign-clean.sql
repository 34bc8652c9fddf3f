-- A campaign with pledges can't be deleted.
-- clean

create table public.campaigns (
  id uuid primary key default gen_random_uuid(),
  founder_id uuid not null default auth.uid() references auth.users (id),
  title text not null
);
create table public.pledges (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid not null references public.campaigns (id) on delete restrict,
  backer_id uuid not null default auth.uid() references auth.users (id),
  cents int not null check (cents > 0)
);
alter table public.campaigns enable row level security;
alter table public.pledges enable row level security;
create policy "campaigns" on public.campaigns for select using (true);
create policy "found" on public.campaigns for insert to authenticated with check (founder_id = (select auth.uid()));
create policy "edit" on public.campaigns for update to authenticated
  using (founder_id = (select auth.uid())) with check (founder_id = (select auth.uid()));
create policy "close" on public.campaigns for delete to authenticated using (founder_id = (select auth.uid()));
create policy "own pledges" on public.pledges for select to authenticated using (backer_id = (select auth.uid()));
create policy "pledge" on public.pledges for insert to authenticated with check (backer_id = (select auth.uid()));

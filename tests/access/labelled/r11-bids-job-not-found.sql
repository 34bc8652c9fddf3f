-- The trigger looks the job up as the bidder, who may not read it: every bid is refused as one for no job.
-- expect: error|warning|review error|dead bids|check_bid|jobs authenticated

create table public.jobs (
  id uuid primary key default gen_random_uuid(),
  poster_id uuid not null default auth.uid() references auth.users (id),
  title text not null,
  is_open boolean not null default true
);
create table public.bids (
  id uuid primary key default gen_random_uuid(),
  job_id uuid not null references public.jobs (id),
  bidder_id uuid not null default auth.uid() references auth.users (id),
  cents int not null check (cents > 0)
);
alter table public.jobs enable row level security;
alter table public.bids enable row level security;
create policy "posters see their jobs" on public.jobs for select to authenticated using (poster_id = (select auth.uid()));
create policy "post" on public.jobs for insert to authenticated with check (poster_id = (select auth.uid()));
create policy "change" on public.jobs for update to authenticated
  using (poster_id = (select auth.uid())) with check (poster_id = (select auth.uid()));
create policy "bidders see their bids" on public.bids for select to authenticated using (bidder_id = (select auth.uid()));
create policy "bid" on public.bids for insert to authenticated with check (bidder_id = (select auth.uid()));

create function public.check_bid() returns trigger language plpgsql set search_path = '' as $$
declare
  job public.jobs;
begin
  select * into job from public.jobs j where j.id = new.job_id and j.is_open;
  if not found then
    raise exception 'there is no such job';
  end if;
  if job.poster_id = new.bidder_id then
    raise exception 'nobody bids on a job of their own';
  end if;
  return new;
end $$;
create trigger check_bid before insert on public.bids for each row execute function public.check_bid();

-- A trigger takes in whoever's application is approved, and the applicant says whether it is.
-- expect: error escalation applications|archives|society_members authenticated

create table public.societies (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.society_members (
  society_id uuid not null references public.societies (id),
  user_id uuid not null references auth.users (id),
  primary key (society_id, user_id)
);
create table public.applications (
  id uuid primary key default gen_random_uuid(),
  society_id uuid not null references public.societies (id),
  applicant_id uuid not null default auth.uid() references auth.users (id),
  approved boolean not null default false
);
create table public.archives (
  id uuid primary key default gen_random_uuid(),
  society_id uuid not null references public.societies (id),
  content text not null
);
alter table public.societies enable row level security;
alter table public.society_members enable row level security;
alter table public.applications enable row level security;
alter table public.archives enable row level security;
create policy "listed" on public.societies for select using (true);
create policy "own" on public.society_members for select to authenticated using (user_id = (select auth.uid()));
create policy "own applications" on public.applications for select to authenticated using (applicant_id = (select auth.uid()));
create policy "apply" on public.applications for insert to authenticated with check (applicant_id = (select auth.uid()));
create policy "members read archives" on public.archives for select to authenticated
  using (society_id in (select m.society_id from public.society_members m where m.user_id = (select auth.uid())));

create function public.take_in() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.approved then
    insert into public.society_members (society_id, user_id) values (new.society_id, new.applicant_id) on conflict do nothing;
  end if;
  return new;
end $$;
create trigger take_in after insert or update on public.applications for each row execute function public.take_in();

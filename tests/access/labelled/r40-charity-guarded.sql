-- A charity: donations are private, the treasurer's functions ask first, and the public sees totals alone.
-- clean
create schema if not exists internal;
create table internal.treasurers (user_id uuid primary key references auth.users(id) on delete cascade);
create table public.appeals (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  goal numeric(12,2) not null check (goal > 0),
  raised numeric(12,2) not null default 0,
  visits bigint not null default 0
);
create table public.donations (
  id uuid primary key default gen_random_uuid(),
  donor_id uuid not null default auth.uid() references auth.users(id),
  appeal_id uuid not null references public.appeals(id),
  amount numeric(12,2) not null check (amount between 1 and 100000),
  message text
);
alter table public.appeals enable row level security;
alter table public.donations enable row level security;
create policy "appeals are public" on public.appeals for select using (true);
create policy "donors read own donations" on public.donations for select to authenticated using (donor_id = (select auth.uid()));
create policy "donors pledge" on public.donations for insert to authenticated with check (donor_id = (select auth.uid()));
create function public.is_treasurer() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from internal.treasurers where user_id = auth.uid());
$$;
create function public.all_donations() returns setof public.donations
language plpgsql stable security definer set search_path = '' as $$
begin
  if not public.is_treasurer() then
    raise exception 'treasurer only' using errcode = '42501';
  end if;
  return query select * from public.donations;
end $$;
create function public.donation_of(d uuid) returns setof public.donations
language sql stable security definer set search_path = '' as $$
  select * from public.donations where id = d and (donor_id = auth.uid() or public.is_treasurer());
$$;
create function public.visit_appeal(a uuid) returns void language sql security definer set search_path = '' as $$
  update public.appeals set visits = visits + 1 where id = a;
$$;
create function internal.add_raised() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.appeals set raised = raised + new.amount where id = new.appeal_id;
  return new;
end $$;
create trigger donations_raise after insert on public.donations for each row execute function internal.add_raised();

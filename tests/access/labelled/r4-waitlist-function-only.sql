-- A waiting list: visitors join through a function that tells nothing; the table is closed and left to the service.
-- clean
create table public.waitlist (
  id bigint generated always as identity primary key,
  email text not null unique check (position('@' in email) > 1),
  referrer text,
  created_at timestamptz not null default now()
);
alter table public.waitlist enable row level security;
revoke all on public.waitlist from anon, authenticated;
create or replace function public.join_waitlist(p_email text, p_referrer text default null) returns void
language sql security definer set search_path = '' as $$
  insert into public.waitlist (email, referrer) values (lower(trim(p_email)), left(p_referrer, 100)) on conflict (email) do nothing;
$$;
create or replace function public.waitlist_size() returns bigint language sql stable security definer set search_path = '' as $$
  select count(*) from public.waitlist;
$$;

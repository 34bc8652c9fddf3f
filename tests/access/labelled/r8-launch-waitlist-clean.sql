-- clean
-- A launch page: anyone joins the list, nobody reads it; the position and the referrals come from functions.
create table public.waitlist (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email ~* '^[^@\s]+@[^@\s]+\.[a-z]{2,}$'),
  referral_code text not null unique default substr(md5(gen_random_uuid()::text), 1, 8),
  referred_by text,
  approved boolean not null default false,
  created_at timestamptz not null default now()
);
create table public.changelog (
  id bigint generated always as identity primary key,
  title text not null,
  body text not null,
  published_at timestamptz
);
create table public.feedback (
  id uuid primary key default gen_random_uuid(),
  message text not null check (char_length(message) between 1 and 2000),
  page text,
  user_id uuid default auth.uid() references auth.users(id) on delete set null
);
alter table public.waitlist enable row level security;
alter table public.changelog enable row level security;
alter table public.feedback enable row level security;
create policy "join" on public.waitlist for insert to anon, authenticated with check (approved = false);
create policy "published notes" on public.changelog for select to anon, authenticated using (published_at is not null and published_at <= now());
create policy "say something" on public.feedback for insert to anon, authenticated with check (user_id is not distinct from auth.uid());
create function public.waitlist_size() returns bigint language sql stable security definer set search_path = '' as
  $$ select count(*) from public.waitlist $$;
create function public.waitlist_position(p_code text) returns bigint language sql stable security definer set search_path = '' as $$
  select count(*) + 1 from public.waitlist w
  where w.created_at < (select created_at from public.waitlist where referral_code = p_code)
    and exists (select 1 from public.waitlist where referral_code = p_code)
$$;
create function public.approve_waitlist(p_count int) returns int language plpgsql security definer set search_path = '' as $$
declare n int;
begin
  update public.waitlist set approved = true
   where id in (select id from public.waitlist where not approved order by created_at limit p_count);
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function public.approve_waitlist(int) from public, anon, authenticated;
grant execute on function public.approve_waitlist(int) to service_role;

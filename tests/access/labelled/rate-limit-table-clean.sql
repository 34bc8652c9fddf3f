-- A rate-limit table written by a definer function; anon and users call check_rate_limit().
-- clean
create table rate_limits (
  bucket text not null,
  window_start timestamptz not null,
  hits int not null default 1,
  primary key (bucket, window_start)
);
alter table rate_limits enable row level security;
revoke all on rate_limits from anon, authenticated;
create or replace function check_rate_limit(max_hits int default 60) returns boolean language plpgsql security definer set search_path = public as $$
declare
  n int;
begin
  insert into rate_limits (bucket, window_start) values (coalesce(auth.uid()::text, 'anon'), date_trunc('minute', now()))
  on conflict (bucket, window_start) do update set hits = rate_limits.hits + 1
  returning hits into n;
  return n <= max_hits;
end $$;
create table prompts (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users, text text not null);
alter table prompts enable row level security;
create policy "own" on prompts for select to authenticated using (user_id = auth.uid());
create policy "ask" on prompts for insert to authenticated with check (user_id = auth.uid() and check_rate_limit(20));

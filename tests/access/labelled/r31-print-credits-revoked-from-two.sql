-- Print credits are topped up by the payment webhook. EXECUTE was taken from anon and authenticated, and PUBLIC, which every role belongs to, keeps it.
-- expect: error tampering|bypass|escalation|forgery top_up|print_accounts|top_ups
-- also: tampering|bypass|escalation|forgery top_up|print_accounts|top_ups
create table public.print_accounts (
  user_id uuid primary key references auth.users (id) on delete cascade,
  credits int not null default 0 check (credits >= 0)
);
create table public.top_ups (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  credits int not null check (credits > 0),
  payment_reference text,
  at timestamptz not null default now()
);
create table public.print_jobs (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  pages int not null check (pages between 1 and 500),
  file_name text not null
);
alter table public.print_accounts enable row level security;
alter table public.top_ups enable row level security;
alter table public.print_jobs enable row level security;
create policy "see own credits" on public.print_accounts for select to authenticated using (user_id = auth.uid());
create policy "see own top-ups" on public.top_ups for select to authenticated using (user_id = auth.uid());
create policy "own jobs" on public.print_jobs for select to authenticated using (user_id = auth.uid());
create policy "send job" on public.print_jobs for insert to authenticated with check (user_id = auth.uid());
create function public.top_up(p_user uuid, p_credits int, p_reference text default null) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if p_credits <= 0 then
    raise exception 'nothing to top up';
  end if;
  insert into public.top_ups (user_id, credits, payment_reference) values (p_user, p_credits, p_reference);
  insert into public.print_accounts as a (user_id, credits) values (p_user, p_credits)
  on conflict (user_id) do update set credits = a.credits + excluded.credits;
end $$;
revoke execute on function public.top_up(uuid, int, text) from anon, authenticated;

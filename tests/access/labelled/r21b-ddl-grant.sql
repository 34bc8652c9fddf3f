-- expect: error bypass|escalation|exposure|tampering open_up|memos

create table public.memos (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.memos enable row level security;
create policy "own" on public.memos for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create table public.salaries (id int primary key, user_id uuid not null references auth.users(id), cents int not null);
revoke all on public.salaries from anon, authenticated;
create function public.open_up() returns void language sql security definer set search_path = '' as $$ grant select on public.salaries to authenticated $$;
-- also: exposure|bypass salaries

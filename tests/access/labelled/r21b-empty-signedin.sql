-- expect: error bypass|tampering|escalation wipe|memos

create table public.memos (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.memos enable row level security;
create policy "own" on public.memos for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create function public.wipe() returns int language plpgsql security definer set search_path = '' as $$
declare n int; begin delete from public.memos where true; get diagnostics n = row_count; return n; end $$;
revoke execute on function public.wipe() from public, anon; grant execute on function public.wipe() to authenticated;

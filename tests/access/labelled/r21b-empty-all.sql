-- expect: error bypass|tampering|escalation clear_everything|memos

create table public.memos (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.memos enable row level security;
create policy "own" on public.memos for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create function public.clear_everything() returns void language sql security definer set search_path = '' as $$ delete from public.memos $$;

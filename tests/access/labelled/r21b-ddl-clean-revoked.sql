-- clean

create table public.memos (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.memos enable row level security;
create policy "own" on public.memos for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create function public.maintenance(p_on boolean) returns void language plpgsql security definer set search_path = '' as $$
begin
  if p_on then alter table public.memos enable row level security; else alter table public.memos disable row level security; end if;
end $$;
revoke execute on function public.maintenance(boolean) from public, anon, authenticated;

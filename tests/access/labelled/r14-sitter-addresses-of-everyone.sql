-- The view shows the addresses of accepted sittings, to everybody signed in.
-- expect: error bypass|exposure sitter_addresses|families|sittings authenticated

create table public.families (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid not null default auth.uid() references auth.users (id),
  street text not null,
  town text not null
);
create table public.sittings (
  id uuid primary key default gen_random_uuid(),
  family_id uuid not null references public.families (id),
  sitter_id uuid not null references auth.users (id),
  accepted boolean not null default false
);
alter table public.families enable row level security;
alter table public.sittings enable row level security;
create policy "own family" on public.families for all to authenticated
  using (parent_id = (select auth.uid())) with check (parent_id = (select auth.uid()));
create policy "parent and sitter" on public.sittings for select to authenticated
  using (sitter_id = (select auth.uid()) or family_id in (select f.id from public.families f where f.parent_id = (select auth.uid())));
create policy "ask a sitter" on public.sittings for insert to authenticated
  with check (not accepted and family_id in (select f.id from public.families f where f.parent_id = (select auth.uid())));
revoke update on public.sittings from anon, authenticated;
grant update (accepted) on public.sittings to authenticated;
create policy "the sitter accepts" on public.sittings for update to authenticated
  using (sitter_id = (select auth.uid())) with check (sitter_id = (select auth.uid()));
create view public.sitter_addresses with (security_barrier = true) as
  select s.id as sitting_id, f.street, f.town from public.sittings s join public.families f on f.id = s.family_id
  where s.accepted;
revoke all on public.sitter_addresses from anon, authenticated;
grant select on public.sitter_addresses to authenticated;

-- Reading needs a second factor: a restrictive policy beside the permissive one.
-- clean

create table public.vaults (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  label text not null
);
create table public.vault_items (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  vault_id uuid references public.vaults (id),
  secret text not null
);
alter table public.vaults enable row level security;
alter table public.vault_items enable row level security;
create policy "own vaults" on public.vaults for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "own items" on public.vault_items for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "a second factor is needed" on public.vault_items as restrictive for select to authenticated
  using ((select auth.jwt() ->> 'aal') = 'aal2');

-- One policy asks for the owner and the second factor at once.
-- clean

create table public.safes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  content text not null
);
alter table public.safes enable row level security;
create policy "open one's safe" on public.safes for select to authenticated
  using (owner_id = (select auth.uid()) and (select auth.jwt() ->> 'aal') = 'aal2');
create policy "lay in" on public.safes for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "change" on public.safes for update to authenticated
  using (owner_id = (select auth.uid()) and (select auth.jwt() ->> 'aal') = 'aal2') with check (owner_id = (select auth.uid()));

-- A tree of folders: a folder hangs under a folder of one's own, and shares go down from a folder to what hangs under it.
-- clean

create table public.folders (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  parent_id uuid references public.folders (id),
  name text not null
);
create table public.folder_shares (
  folder_id uuid not null references public.folders (id) on delete cascade,
  user_id uuid not null references auth.users (id),
  primary key (folder_id, user_id)
);
create function public.owns_folder(f uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.folders x where x.id = f and x.owner_id = auth.uid()) $$;
create function public.folder_shared(f uuid) returns boolean language sql stable security definer set search_path = '' as $$
  with recursive up as (
    select x.id, x.parent_id from public.folders x where x.id = f
    union select p.id, p.parent_id from public.folders p join up on p.id = up.parent_id
  )
  select exists (select 1 from up join public.folder_shares s on s.folder_id = up.id where s.user_id = auth.uid())
$$;
alter table public.folders enable row level security;
alter table public.folder_shares enable row level security;
create policy "own and shared" on public.folders for select to authenticated
  using (owner_id = (select auth.uid()) or public.folder_shared(id));
create policy "make" on public.folders for insert to authenticated
  with check (owner_id = (select auth.uid()) and (parent_id is null or public.owns_folder(parent_id)));
create policy "rename, move" on public.folders for update to authenticated
  using (owner_id = (select auth.uid()))
  with check (owner_id = (select auth.uid()) and (parent_id is null or public.owns_folder(parent_id)));
create policy "remove" on public.folders for delete to authenticated using (owner_id = (select auth.uid()));
create policy "shares" on public.folder_shares for select to authenticated
  using (user_id = (select auth.uid()) or public.owns_folder(folder_id));
create policy "share" on public.folder_shares for insert to authenticated with check (public.owns_folder(folder_id));
create policy "unshare" on public.folder_shares for delete to authenticated
  using (user_id = (select auth.uid()) or public.owns_folder(folder_id));

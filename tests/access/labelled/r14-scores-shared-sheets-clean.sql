-- Sheet music with shares: the owner shares, who may edit edits the notes and nothing else.
-- clean

create table public.sheets (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  title text not null,
  notes text
);
create table public.sheet_shares (
  sheet_id uuid not null references public.sheets (id) on delete cascade,
  user_id uuid not null references auth.users (id),
  can_edit boolean not null default false,
  primary key (sheet_id, user_id)
);
create function public.owns_sheet(s uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.sheets x where x.id = s and x.owner_id = auth.uid()) $$;
create function public.share_of(s uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select h.can_edit from public.sheet_shares h where h.sheet_id = s and h.user_id = auth.uid() $$;
alter table public.sheets enable row level security;
alter table public.sheet_shares enable row level security;
revoke update on public.sheets from anon, authenticated;
grant update (title, notes) on public.sheets to authenticated;
create policy "own and shared" on public.sheets for select to authenticated using (owner_id = (select auth.uid()) or public.share_of(id) is not null);
create policy "compose" on public.sheets for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "edit" on public.sheets for update to authenticated
  using (owner_id = (select auth.uid()) or public.share_of(id)) with check (owner_id = (select auth.uid()) or public.share_of(id));
create policy "throw away" on public.sheets for delete to authenticated using (owner_id = (select auth.uid()));
create policy "shares" on public.sheet_shares for select to authenticated using (user_id = (select auth.uid()) or public.owns_sheet(sheet_id));
create policy "share" on public.sheet_shares for insert to authenticated with check (public.owns_sheet(sheet_id));
create policy "change a share" on public.sheet_shares for update to authenticated
  using (public.owns_sheet(sheet_id)) with check (public.owns_sheet(sheet_id));
create policy "unshare" on public.sheet_shares for delete to authenticated using (user_id = (select auth.uid()) or public.owns_sheet(sheet_id));

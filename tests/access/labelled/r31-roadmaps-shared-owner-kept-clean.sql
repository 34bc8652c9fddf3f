-- clean
-- Whom a roadmap is shared with edits its text: UPDATE is granted on the text alone, so that neither the owner nor the list can be touched.
create table public.roadmaps (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  editors uuid[] not null default '{}',
  title text not null,
  plan text not null default ''
);
alter table public.roadmaps enable row level security;
create policy "owner and editors read" on public.roadmaps for select to authenticated using (owner_id = auth.uid() or auth.uid() = any (editors));
create policy "owner starts" on public.roadmaps for insert to authenticated with check (owner_id = auth.uid());
create policy "owner and editors write" on public.roadmaps for update to authenticated
  using (owner_id = auth.uid() or auth.uid() = any (editors)) with check (true);
create policy "owner ends" on public.roadmaps for delete to authenticated using (owner_id = auth.uid());
revoke update on public.roadmaps from anon, authenticated;
grant update (title, plan) on public.roadmaps to authenticated;

-- Whoever finds lists, whoever lost claims, and the finder decides: two people of two rows.
-- clean

create table public.finds (
  id uuid primary key default gen_random_uuid(),
  finder_id uuid not null default auth.uid() references auth.users (id),
  what text not null,
  given_back boolean not null default false
);
create table public.claims (
  id uuid primary key default gen_random_uuid(),
  find_id uuid not null references public.finds (id) on delete cascade,
  claimant_id uuid not null default auth.uid() references auth.users (id),
  proof text not null,
  granted boolean,
  unique (find_id, claimant_id)
);
alter table public.finds enable row level security;
alter table public.claims enable row level security;
create policy "open finds, and one's own" on public.finds for select using (not given_back or finder_id = auth.uid());
create policy "list" on public.finds for insert to authenticated with check (finder_id = auth.uid());
create policy "edit" on public.finds for update to authenticated using (finder_id = auth.uid()) with check (finder_id = auth.uid());
create policy "claimant and finder" on public.claims for select to authenticated
  using (claimant_id = auth.uid() or exists (select 1 from public.finds f where f.id = find_id and f.finder_id = auth.uid()));
create policy "claim" on public.claims for insert to authenticated
  with check (claimant_id = auth.uid() and granted is null
    and exists (select 1 from public.finds f where f.id = find_id and f.finder_id <> auth.uid()));
revoke update on public.claims from anon, authenticated;
grant update (granted) on public.claims to authenticated;
create policy "the finder decides" on public.claims for update to authenticated
  using (exists (select 1 from public.finds f where f.id = find_id and f.finder_id = auth.uid()))
  with check (exists (select 1 from public.finds f where f.id = find_id and f.finder_id = auth.uid()));
create policy "take back" on public.claims for delete to authenticated using (claimant_id = auth.uid() and granted is null);

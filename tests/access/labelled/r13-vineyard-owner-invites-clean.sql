-- Whoever is invited becomes a guest, and only a vineyard's owner invites.
-- clean

create table public.vineyards (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.vineyard_guests (
  vineyard_id uuid not null references public.vineyards (id),
  user_id uuid not null references auth.users (id),
  primary key (vineyard_id, user_id)
);
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  vineyard_id uuid not null references public.vineyards (id),
  invited_by uuid not null default auth.uid() references auth.users (id),
  email text not null
);
create table public.tastings (
  id uuid primary key default gen_random_uuid(),
  vineyard_id uuid not null references public.vineyards (id),
  notes text not null
);
create function public.owns_vineyard(v uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.vineyards x where x.id = v and x.owner_id = auth.uid()) $$;
alter table public.vineyards enable row level security;
alter table public.vineyard_guests enable row level security;
alter table public.invitations enable row level security;
alter table public.tastings enable row level security;
create policy "vineyards are listed" on public.vineyards for select using (true);
create policy "plant" on public.vineyards for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "guests" on public.vineyard_guests for select to authenticated
  using (user_id = (select auth.uid()) or public.owns_vineyard(vineyard_id));
create policy "the invited come" on public.vineyard_guests for insert to authenticated
  with check (user_id = (select auth.uid()) and exists (
    select 1 from public.invitations i
    where i.vineyard_id = vineyard_guests.vineyard_id and i.email = (select auth.jwt() ->> 'email')));
create policy "see invitations" on public.invitations for select to authenticated
  using (invited_by = (select auth.uid()) or email = (select auth.jwt() ->> 'email'));
create policy "invite" on public.invitations for insert to authenticated
  with check (invited_by = (select auth.uid())
    and public.owns_vineyard(vineyard_id));
create policy "guests taste" on public.tastings for select to authenticated
  using (public.owns_vineyard(vineyard_id) or exists (
    select 1 from public.vineyard_guests g where g.vineyard_id = tastings.vineyard_id and g.user_id = (select auth.uid())));
create policy "owners note" on public.tastings for insert to authenticated with check (public.owns_vineyard(vineyard_id));

-- Ownership is handed over by a function that asks only whether the caller sails along.
-- expect: error tampering|bypass|escalation hand_over|boats authenticated
-- also: tampering|bypass|escalation hand_over|boats|crew|logbook

create table public.boats (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.crew (
  boat_id uuid not null references public.boats (id),
  user_id uuid not null references auth.users (id),
  primary key (boat_id, user_id)
);
create function public.owns_boat(b uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.boats x where x.id = b and x.owner_id = auth.uid()) $$;
create function public.sails_on(b uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.crew c where c.boat_id = b and c.user_id = auth.uid()) $$;
alter table public.boats enable row level security;
alter table public.crew enable row level security;
create policy "owner and crew" on public.boats for select to authenticated using (owner_id = auth.uid() or public.sails_on(id));
create policy "buy" on public.boats for insert to authenticated with check (owner_id = auth.uid());
create policy "rename" on public.boats for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "sell" on public.boats for delete to authenticated using (owner_id = auth.uid());
create policy "crew list" on public.crew for select to authenticated using (user_id = auth.uid() or public.owns_boat(boat_id));
create policy "sign on" on public.crew for insert to authenticated with check (public.owns_boat(boat_id));
create policy "sign off" on public.crew for delete to authenticated using (user_id = auth.uid() or public.owns_boat(boat_id));

create function public.hand_over(p_boat uuid, p_to uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  if not (public.owns_boat(p_boat) or public.sails_on(p_boat)) then
    raise exception 'not your boat';
  end if;
  update public.boats set owner_id = p_to where id = p_boat;
end $$;

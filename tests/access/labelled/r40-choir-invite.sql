-- A choir: one inserts oneself as a singer, but only on an invitation to one's own confirmed address.
-- clean
create table public.choirs (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  director_id uuid not null references auth.users(id)
);
create table public.choir_invitations (
  id uuid primary key default gen_random_uuid(),
  choir_id uuid not null references public.choirs(id) on delete cascade,
  email text not null check (email = lower(email)),
  voice text not null check (voice in ('soprano', 'alto', 'tenor', 'bass')),
  unique (choir_id, email)
);
create table public.singers (
  choir_id uuid not null references public.choirs(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (choir_id, user_id)
);
create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  choir_id uuid not null references public.choirs(id) on delete cascade,
  starts_at timestamptz not null,
  notes text
);
create function public.sings_in(c uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.singers where choir_id = c and user_id = auth.uid());
$$;
create function public.directs(c uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.choirs where id = c and director_id = auth.uid());
$$;
alter table public.choirs enable row level security;
alter table public.choir_invitations enable row level security;
alter table public.singers enable row level security;
alter table public.rehearsals enable row level security;
create policy "choirs" on public.choirs for select to authenticated using (director_id = auth.uid() or public.sings_in(id));
create policy "found a choir" on public.choirs for insert to authenticated with check (director_id = auth.uid());
create policy "director or invited reads" on public.choir_invitations for select to authenticated
  using (public.directs(choir_id) or email = lower(auth.jwt() ->> 'email'));
create policy "director invites" on public.choir_invitations for insert to authenticated with check (public.directs(choir_id));
create policy "director revokes" on public.choir_invitations for delete to authenticated using (public.directs(choir_id));
create policy "singers see each other" on public.singers for select to authenticated
  using (public.sings_in(choir_id) or public.directs(choir_id));
create policy "accept invitation" on public.singers for insert to authenticated
  with check (user_id = auth.uid() and exists (select 1 from public.choir_invitations i
    where i.choir_id = singers.choir_id and i.email = lower(auth.jwt() ->> 'email')));
create policy "leave or be removed" on public.singers for delete to authenticated
  using (user_id = auth.uid() or public.directs(choir_id));
create policy "rehearsals" on public.rehearsals for select to authenticated
  using (public.sings_in(choir_id) or public.directs(choir_id));
create policy "director plans" on public.rehearsals for all to authenticated
  using (public.directs(choir_id)) with check (public.directs(choir_id));

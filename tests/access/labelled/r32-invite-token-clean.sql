-- Invitations by a secret that only the invited one has; the function asks for the address in the token as well.
-- clean
create table public.households (id uuid primary key default gen_random_uuid(), name text not null, created_by uuid not null default auth.uid() references auth.users);
create table public.household_members (household_id uuid references public.households on delete cascade, user_id uuid references auth.users on delete cascade, primary key (household_id, user_id));
create table public.household_invites (
  id uuid primary key default gen_random_uuid(),
  household_id uuid not null references public.households on delete cascade,
  email text not null,
  secret uuid not null unique default gen_random_uuid(),
  used_at timestamptz
);
create table public.chores (id uuid primary key default gen_random_uuid(), household_id uuid not null references public.households on delete cascade, title text not null, done boolean not null default false);
create function public.lives_in(h uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.household_members m where m.household_id = h and m.user_id = auth.uid()) $$;
create function public.accept_invite(p_secret uuid) returns uuid language plpgsql security definer set search_path = '' as $$
declare inv public.household_invites;
begin
  select * into inv from public.household_invites where secret = p_secret and used_at is null and lower(email) = lower(auth.jwt() ->> 'email') for update;
  if not found then raise exception 'unknown or used invitation'; end if;
  update public.household_invites set used_at = now() where id = inv.id;
  insert into public.household_members values (inv.household_id, auth.uid()) on conflict do nothing;
  return inv.household_id;
end $$;
revoke execute on function public.accept_invite(uuid) from public, anon;
grant execute on function public.accept_invite(uuid) to authenticated;
create function public.create_household(p_name text) returns uuid language plpgsql security definer set search_path = '' as $$
declare h uuid;
begin
  if auth.uid() is null then raise exception 'sign in'; end if;
  insert into public.households (name) values (p_name) returning id into h;
  insert into public.household_members values (h, auth.uid());
  return h;
end $$;
alter table public.households enable row level security;
alter table public.household_members enable row level security;
alter table public.household_invites enable row level security;
alter table public.chores enable row level security;
create policy "home" on public.households for select to authenticated using (public.lives_in(id));
create policy "housemates" on public.household_members for select to authenticated using (public.lives_in(household_id));
create policy "move out" on public.household_members for delete to authenticated using (user_id = auth.uid());
create policy "invites of the house" on public.household_invites for select to authenticated using (public.lives_in(household_id));
create policy "invite" on public.household_invites for insert to authenticated with check (public.lives_in(household_id) and used_at is null);
revoke select on public.household_invites from anon, authenticated;
grant select (id, household_id, email, used_at) on public.household_invites to authenticated;
create policy "chores" on public.chores for all to authenticated using (public.lives_in(household_id)) with check (public.lives_in(household_id));

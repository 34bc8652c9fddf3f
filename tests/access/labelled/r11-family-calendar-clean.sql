-- clean
-- A family calendar: parents invite by e-mail, the invited accept with the address of their token; events are shared in the family.
create table public.families (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  founder_id uuid not null default auth.uid() references auth.users(id)
);
create table public.family_members (
  family_id uuid not null references public.families(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  kind text not null default 'child' check (kind in ('parent','child')),
  primary key (family_id, user_id)
);
create table public.family_invites (
  id uuid primary key default gen_random_uuid(),
  family_id uuid not null references public.families(id) on delete cascade,
  email text not null,
  kind text not null default 'child' check (kind in ('parent','child')),
  invited_by uuid not null default auth.uid() references auth.users(id),
  accepted boolean not null default false
);
create table public.events (
  id uuid primary key default gen_random_uuid(),
  family_id uuid not null references public.families(id) on delete cascade,
  created_by uuid not null default auth.uid() references auth.users(id),
  title text not null,
  at timestamptz not null
);
create function public.in_family(f uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.family_members where family_id = f and user_id = (select auth.uid())) $$;
create function public.is_parent(f uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.family_members where family_id = f and user_id = (select auth.uid()) and kind = 'parent') $$;
alter table public.families enable row level security;
alter table public.family_members enable row level security;
alter table public.family_invites enable row level security;
alter table public.events enable row level security;
create policy "my families" on public.families for select to authenticated using (founder_id = auth.uid() or public.in_family(id));
create policy "found" on public.families for insert to authenticated with check (founder_id = auth.uid());
create policy "who is in it" on public.family_members for select to authenticated using (public.in_family(family_id));
create policy "leave" on public.family_members for delete to authenticated using (user_id = auth.uid());
create policy "invites I sent or got" on public.family_invites for select to authenticated
  using (public.is_parent(family_id) or email = (auth.jwt() ->> 'email'));
create policy "parents invite" on public.family_invites for insert to authenticated
  with check (public.is_parent(family_id) and invited_by = auth.uid() and not accepted);
create policy "parents take back" on public.family_invites for delete to authenticated using (public.is_parent(family_id));
create policy "events of my family" on public.events for select to authenticated using (public.in_family(family_id));
create policy "add events" on public.events for insert to authenticated with check (created_by = auth.uid() and public.in_family(family_id));
create policy "change own events" on public.events for update to authenticated
  using (created_by = auth.uid() and public.in_family(family_id)) with check (created_by = auth.uid() and public.in_family(family_id));
create policy "delete own events, parents all" on public.events for delete to authenticated using (created_by = auth.uid() or public.is_parent(family_id));
create function public.family_founded() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.family_members values (new.id, new.founder_id, 'parent');
  return new;
end $$;
create trigger families_founded after insert on public.families for each row execute function public.family_founded();
create function public.accept_family_invite(p_invite uuid) returns void language plpgsql security definer set search_path = '' as $$
declare i public.family_invites;
begin
  update public.family_invites set accepted = true
   where id = p_invite and not accepted and lower(email) = lower(auth.jwt() ->> 'email') returning * into i;
  if i.id is null then raise exception 'no invitation for you' using errcode = '42501'; end if;
  insert into public.family_members values (i.family_id, auth.uid(), i.kind) on conflict do nothing;
end $$;

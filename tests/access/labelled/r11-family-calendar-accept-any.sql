-- A family calendar: the function that accepts an invitation never asks to whom it was sent, and everybody signed in reads the invitations.
-- expect: error|warning escalation|bypass accept_family_invite|family_invites
-- also: escalation|bypass|exposure accept_family_invite|family_invites
create table public.families (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  founder_id uuid not null references auth.users(id)
);
create table public.family_members (
  family_id uuid not null references public.families(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (family_id, user_id)
);
create table public.family_invites (
  id uuid primary key default gen_random_uuid(),
  family_id uuid not null references public.families(id) on delete cascade,
  email text not null,
  accepted boolean not null default false
);
create table public.events (
  id uuid primary key default gen_random_uuid(),
  family_id uuid not null references public.families(id) on delete cascade,
  title text not null
);
create function public.in_family(f uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.family_members where family_id = f and user_id = (select auth.uid())) $$;
alter table public.families enable row level security;
alter table public.family_members enable row level security;
alter table public.family_invites enable row level security;
alter table public.events enable row level security;
create policy "my families" on public.families for select to authenticated using (founder_id = auth.uid() or public.in_family(id));
create policy "found" on public.families for insert to authenticated with check (founder_id = auth.uid());
create policy "who is in it" on public.family_members for select to authenticated using (public.in_family(family_id));
create policy "invitations" on public.family_invites for select to authenticated using (not accepted);
create policy "founders invite" on public.family_invites for insert to authenticated
  with check (exists (select 1 from public.families f where f.id = family_id and f.founder_id = auth.uid()));
create policy "events of my family" on public.events for all to authenticated using (public.in_family(family_id)) with check (public.in_family(family_id));
create function public.accept_family_invite(p_invite uuid) returns uuid language plpgsql security definer set search_path = '' as $$
declare i public.family_invites;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  update public.family_invites set accepted = true where id = p_invite and not accepted returning * into i;
  if i.id is null then raise exception 'no such invitation'; end if;
  insert into public.family_members values (i.family_id, auth.uid());
  return i.family_id;
end $$;

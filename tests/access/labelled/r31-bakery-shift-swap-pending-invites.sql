-- Bakeries and their crews: whoever is signed in reads every pending invitation with its code, and accept_invitation asks for the code alone.
-- expect: error|warning escalation|exposure|bypass crew_invitations|accept_invitation|crew|shifts authenticated
-- also: escalation|exposure|bypass|tampering|forgery crew_invitations|accept_invitation|crew|shifts|bakeries
create table public.bakeries (
  id bigint generated always as identity primary key,
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.crew (
  bakery_id bigint not null references public.bakeries (id),
  user_id uuid not null references auth.users (id),
  joined_at timestamptz not null default now(),
  primary key (bakery_id, user_id)
);
create table public.crew_invitations (
  id bigint generated always as identity primary key,
  bakery_id bigint not null references public.bakeries (id),
  email text not null check (position('@' in email) > 1),
  code uuid not null default gen_random_uuid() unique,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'revoked'))
);
create table public.shifts (
  id bigint generated always as identity primary key,
  bakery_id bigint not null references public.bakeries (id),
  starts timestamptz not null,
  ends timestamptz not null,
  note text,
  check (ends > starts)
);
create function public.owns_bakery(b bigint) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.bakeries x where x.id = b and x.owner_id = auth.uid()) $$;
create function public.in_crew(b bigint) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.crew x where x.bakery_id = b and x.user_id = auth.uid()) $$;
create function public.accept_invitation(p_code uuid) returns bigint language plpgsql security definer set search_path = '' as $$
declare
  v_bakery bigint;
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  update public.crew_invitations set status = 'accepted' where code = p_code and status = 'pending' returning bakery_id into v_bakery;
  if v_bakery is null then
    raise exception 'no such invitation';
  end if;
  insert into public.crew (bakery_id, user_id) values (v_bakery, auth.uid()) on conflict do nothing;
  return v_bakery;
end $$;
alter table public.bakeries enable row level security;
alter table public.crew enable row level security;
alter table public.crew_invitations enable row level security;
alter table public.shifts enable row level security;
create policy b_read on public.bakeries for select to authenticated using (owner_id = auth.uid() or public.in_crew(id));
create policy b_new on public.bakeries for insert to authenticated with check (owner_id = auth.uid());
create policy c_read on public.crew for select to authenticated using (user_id = auth.uid() or public.owns_bakery(bakery_id));
create policy c_out on public.crew for delete to authenticated using (public.owns_bakery(bakery_id));
create policy i_owner on public.crew_invitations for all to authenticated using (public.owns_bakery(bakery_id)) with check (public.owns_bakery(bakery_id));
create policy i_open on public.crew_invitations for select to authenticated using (status = 'pending');
create policy s_owner on public.shifts for all to authenticated using (public.owns_bakery(bakery_id)) with check (public.owns_bakery(bakery_id));
create policy s_crew on public.shifts for select to authenticated using (public.in_crew(bakery_id));

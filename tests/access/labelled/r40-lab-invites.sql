-- Lab notebooks: anyone signed in may write an invitation for any lab, and accepting one makes a member.
-- expect: error escalation lab_invites|lab_members|experiments|labs|accept_lab_invite authenticated
create table public.labs (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.lab_members (
  lab_id uuid not null references public.labs(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  is_pi boolean not null default false,
  primary key (lab_id, user_id)
);
create table public.lab_invites (
  id uuid primary key default gen_random_uuid(),
  lab_id uuid not null references public.labs(id) on delete cascade,
  invited_by uuid not null default auth.uid() references auth.users(id),
  invitee_id uuid not null references auth.users(id),
  accepted boolean not null default false
);
create table public.experiments (
  id uuid primary key default gen_random_uuid(),
  lab_id uuid not null references public.labs(id) on delete cascade,
  title text not null,
  protocol text,
  results jsonb
);
create function public.is_lab_member(l uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.lab_members where lab_id = l and user_id = auth.uid());
$$;
alter table public.labs enable row level security;
alter table public.lab_members enable row level security;
alter table public.lab_invites enable row level security;
alter table public.experiments enable row level security;
create policy labs_directory on public.labs for select to authenticated using (true);
create policy members_read on public.lab_members for select to authenticated using (public.is_lab_member(lab_id));
create policy invites_read on public.lab_invites for select to authenticated using (auth.uid() in (invited_by, invitee_id));
create policy invites_write on public.lab_invites for insert to authenticated
  with check (invited_by = auth.uid() and not accepted);
create policy experiments_read on public.experiments for select to authenticated using (public.is_lab_member(lab_id));
create policy experiments_write on public.experiments for insert to authenticated with check (public.is_lab_member(lab_id));
create function public.accept_lab_invite(invite uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare target uuid;
begin
  update public.lab_invites set accepted = true
  where id = invite and invitee_id = auth.uid() and not accepted returning lab_id into target;
  if target is null then
    raise exception 'no such invitation';
  end if;
  insert into public.lab_members (lab_id, user_id) values (target, auth.uid()) on conflict do nothing;
end $$;

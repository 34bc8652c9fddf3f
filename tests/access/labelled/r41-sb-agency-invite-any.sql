-- An agency tool: an admin of any workspace may invite into every workspace (the inner column captures the outer name).
-- expect: error|warning escalation|forgery|tampering invites|workspace_members|projects|workspaces|accept_invite authenticated
-- also: escalation|forgery|tampering|bypass invites|workspace_members|projects|workspaces|accept_invite
create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
create table public.workspace_members (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  is_admin boolean not null default false,
  primary key (workspace_id, user_id)
);
create table public.invites (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  invitee uuid not null references auth.users (id) on delete cascade,
  invited_by uuid not null default auth.uid() references auth.users (id)
);
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null,
  budget numeric(12, 2)
);
create function public.member_of(ws uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.workspace_members m where m.workspace_id = ws and m.user_id = auth.uid());
$$;
alter table public.workspaces enable row level security;
alter table public.workspace_members enable row level security;
alter table public.invites enable row level security;
alter table public.projects enable row level security;
create policy ws_read on public.workspaces for select to authenticated using (public.member_of(id));
create policy members_read on public.workspace_members for select to authenticated using (public.member_of(workspace_id));
create policy projects_all on public.projects for all to authenticated
  using (public.member_of(workspace_id)) with check (public.member_of(workspace_id));
create policy invites_read on public.invites for select to authenticated
  using (invitee = auth.uid() or invited_by = auth.uid());
create policy invites_send on public.invites for insert to authenticated
  with check (
    invited_by = auth.uid()
    and exists (
      select 1 from public.workspace_members m
      where workspace_id = m.workspace_id and m.user_id = auth.uid() and m.is_admin
    )
  );
create policy invites_withdraw on public.invites for delete to authenticated using (invited_by = auth.uid());
create function public.accept_invite(invite uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ws uuid;
begin
  delete from public.invites i where i.id = invite and i.invitee = auth.uid() returning i.workspace_id into ws;
  if ws is null then
    raise exception 'no such invite';
  end if;
  insert into public.workspace_members (workspace_id, user_id) values (ws, auth.uid()) on conflict do nothing;
end;
$$;

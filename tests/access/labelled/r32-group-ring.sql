-- groups ask memberships, memberships ask invitations, invitations ask groups.
-- expect: error error groups|group_members|group_invitations authenticated
-- also: error groups|group_members|group_invitations
create table public.groups (id uuid primary key default gen_random_uuid(), name text not null, owner_id uuid not null default auth.uid() references auth.users);
create table public.group_members (group_id uuid references public.groups on delete cascade, user_id uuid references auth.users, primary key (group_id, user_id));
create table public.group_invitations (id uuid primary key default gen_random_uuid(), group_id uuid not null references public.groups on delete cascade, invitee uuid not null references auth.users);
alter table public.groups enable row level security;
alter table public.group_members enable row level security;
alter table public.group_invitations enable row level security;
create policy g on public.groups for select to authenticated using (owner_id = auth.uid() or id in (select group_id from public.group_members where user_id = auth.uid()));
create policy m on public.group_members for select to authenticated using (user_id = auth.uid() or group_id in (select group_id from public.group_invitations where invitee = auth.uid()));
create policy i on public.group_invitations for select to authenticated using (invitee = auth.uid() or group_id in (select id from public.groups where owner_id = auth.uid()));
create policy gi on public.groups for insert to authenticated with check (owner_id = auth.uid());

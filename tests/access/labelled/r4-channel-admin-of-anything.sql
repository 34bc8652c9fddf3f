-- Whoever is admin of any channel administers every channel: the look-up does not name the channel.
-- expect: error bypass|escalation|tampering channel_members|channel_messages authenticated
-- also: bypass|escalation|tampering|forgery channel_members|channel_messages|channels
create type public.channel_role as enum ('admin', 'writer', 'reader');
create table public.channels (id uuid primary key default gen_random_uuid(), name text not null, created_by uuid not null default auth.uid() references auth.users(id));
create table public.channel_members (channel_id uuid references public.channels(id) on delete cascade, user_id uuid references auth.users(id) on delete cascade, role public.channel_role not null default 'reader', primary key (channel_id, user_id));
create table public.channel_messages (id uuid primary key default gen_random_uuid(), channel_id uuid not null references public.channels(id) on delete cascade, author_id uuid not null default auth.uid() references auth.users(id), body text not null);
create function public.my_channels() returns setof uuid language sql stable security definer set search_path = '' as $$
  select channel_id from public.channel_members where user_id = auth.uid() $$;
create function public.is_channel_admin() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.channel_members where user_id = auth.uid() and role = 'admin') $$;
alter table public.channels enable row level security;
alter table public.channel_members enable row level security;
alter table public.channel_messages enable row level security;
create policy r on public.channels for select to authenticated using (created_by = auth.uid() or id in (select public.my_channels()));
create policy i on public.channels for insert to authenticated with check (created_by = auth.uid());
create policy r on public.channel_members for select to authenticated using (channel_id in (select public.my_channels()));
create policy first on public.channel_members for insert to authenticated with check (user_id = auth.uid() and exists (select 1 from public.channels c where c.id = channel_id and c.created_by = auth.uid()));
create policy add on public.channel_members for insert to authenticated with check (public.is_channel_admin());
create policy kick on public.channel_members for delete to authenticated using (public.is_channel_admin());
create policy r on public.channel_messages for select to authenticated using (channel_id in (select public.my_channels()));
create policy i on public.channel_messages for insert to authenticated with check (author_id = auth.uid() and channel_id in (select public.my_channels()));
create policy d on public.channel_messages for delete to authenticated using (author_id = auth.uid() or public.is_channel_admin());

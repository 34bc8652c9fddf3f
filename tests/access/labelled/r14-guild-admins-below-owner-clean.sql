-- Admins take in and dismiss members and raise nobody to where they stand themselves; the owner does.
-- clean

create type public.guild_rank as enum ('member', 'admin', 'owner');
create table public.guilds (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.guild_members (
  guild_id uuid not null references public.guilds (id),
  user_id uuid not null references auth.users (id),
  rank public.guild_rank not null default 'member',
  primary key (guild_id, user_id)
);
create table public.guild_chest (
  id uuid primary key default gen_random_uuid(),
  guild_id uuid not null references public.guilds (id),
  item text not null
);
create function public.guild_rank_of(g uuid) returns public.guild_rank language sql stable security definer set search_path = '' as
  $$ select m.rank from public.guild_members m where m.guild_id = g and m.user_id = auth.uid() $$;
alter table public.guilds enable row level security;
alter table public.guild_members enable row level security;
alter table public.guild_chest enable row level security;
create policy "my guilds" on public.guilds for select to authenticated using (public.guild_rank_of(id) is not null);
create policy "fellow members" on public.guild_members for select to authenticated using (public.guild_rank_of(guild_id) is not null);
create policy "take in" on public.guild_members for insert to authenticated
  with check (public.guild_rank_of(guild_id) in ('admin', 'owner') and rank = 'member');
revoke update on public.guild_members from anon, authenticated;
grant update (rank) on public.guild_members to authenticated;
create policy "the owner sets ranks" on public.guild_members for update to authenticated
  using (public.guild_rank_of(guild_id) = 'owner' and rank < 'owner') with check (public.guild_rank_of(guild_id) = 'owner' and rank < 'owner');
create policy "dismiss below, or leave" on public.guild_members for delete to authenticated
  using (rank < public.guild_rank_of(guild_id) or (user_id = (select auth.uid()) and rank < 'owner'));
create policy "admins see the chest" on public.guild_chest for select to authenticated
  using (public.guild_rank_of(guild_id) in ('admin', 'owner'));
create policy "admins fill the chest" on public.guild_chest for insert to authenticated
  with check (public.guild_rank_of(guild_id) in ('admin', 'owner'));

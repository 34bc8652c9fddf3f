-- Keys are kept as hashes that nobody may select; a function says whether a key is good.
-- clean

create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null,
  hash text not null unique,
  revoked boolean not null default false
);
alter table public.api_keys enable row level security;
revoke all on public.api_keys from anon, authenticated;
grant select (id, owner_id, name, revoked), insert (name, hash), update (name, revoked), delete on public.api_keys to authenticated;
create policy "own keys" on public.api_keys for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.is_valid_key(p_key text) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.api_keys k where not k.revoked and k.hash = md5(p_key))
$$;

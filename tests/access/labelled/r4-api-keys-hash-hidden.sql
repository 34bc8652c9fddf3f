-- API keys: the hash is not in the column grants, the plain key is given once by the function that makes it.
-- clean
create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  name text not null,
  prefix text not null,
  key_hash text not null unique,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
alter table public.api_keys enable row level security;
revoke all on public.api_keys from anon, authenticated;
grant select (id, user_id, name, prefix, last_used_at, revoked_at, created_at) on public.api_keys to authenticated;
grant update (name, revoked_at) on public.api_keys to authenticated;
create policy "own keys" on public.api_keys for select to authenticated using (user_id = (select auth.uid()));
create policy "rename or revoke" on public.api_keys for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create or replace function public.create_api_key(p_name text) returns text language plpgsql security definer set search_path = '' as $$
declare v_key text := 'sk_' || encode(extensions.gen_random_bytes(24), 'hex');
begin
  if auth.uid() is null then raise exception 'not signed in'; end if;
  insert into public.api_keys (user_id, name, prefix, key_hash)
  values (auth.uid(), p_name, left(v_key, 8), encode(extensions.digest(v_key, 'sha256'), 'hex'));
  return v_key;
end $$;
revoke execute on function public.create_api_key(text) from public, anon;
create or replace function public.verify_api_key(p_key text) returns uuid language sql stable security definer set search_path = '' as $$
  select user_id from public.api_keys
   where key_hash = encode(extensions.digest(p_key, 'sha256'), 'hex') and revoked_at is null;
$$;
revoke execute on function public.verify_api_key(text) from public, anon, authenticated;

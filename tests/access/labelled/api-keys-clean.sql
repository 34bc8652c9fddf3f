-- API keys: hashed, created by a function that returns the key once, listed without the hash through column grants.
-- clean
create table api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade,
  label text not null,
  key_hash text not null unique,
  last_used_at timestamptz,
  revoked boolean not null default false
);
alter table api_keys enable row level security;
revoke all on api_keys from anon, authenticated;
grant select (id, user_id, label, last_used_at, revoked) on api_keys to authenticated;
grant update (label, revoked) on api_keys to authenticated;
create policy "own keys" on api_keys for select to authenticated using (user_id = auth.uid());
create policy "revoke own keys" on api_keys for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create or replace function create_api_key(p_label text) returns text language plpgsql security definer set search_path = public, extensions as $$
declare
  raw text := encode(gen_random_bytes(24), 'hex');
begin
  if auth.uid() is null then raise exception 'not signed in'; end if;
  insert into api_keys (user_id, label, key_hash) values (auth.uid(), p_label, encode(digest(raw, 'sha256'), 'hex'));
  return raw;
end $$;
revoke execute on function create_api_key(text) from public, anon;
create or replace function verify_api_key(raw text) returns uuid language sql stable security definer set search_path = public, extensions as $$
  select user_id from api_keys where key_hash = encode(digest(raw, 'sha256'), 'hex') and not revoked
$$;
revoke execute on function verify_api_key(text) from public, anon, authenticated;
grant execute on function verify_api_key(text) to service_role;

-- save_setting() upserts by key alone: the key is global, so one overwrites another's setting.
-- expect: error tampering|bypass save_setting authenticated
create table public.user_settings (
  key text primary key,
  user_id uuid not null references auth.users on delete cascade,
  value jsonb not null
);
alter table public.user_settings enable row level security;
create policy own on public.user_settings for select to authenticated using (user_id = auth.uid());
create policy own_insert on public.user_settings for insert to authenticated with check (user_id = auth.uid());
create function public.save_setting(p_key text, p_value jsonb) returns void language sql security definer set search_path = public as $$
  insert into user_settings (key, user_id, value) values (p_key, auth.uid(), p_value)
  on conflict (key) do update set value = excluded.value, user_id = excluded.user_id
$$;
revoke execute on function public.save_setting(text, jsonb) from public, anon;

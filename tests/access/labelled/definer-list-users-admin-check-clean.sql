-- Admin RPC checks inside; a trigger function as definer that nobody calls; a helper in another schema.
-- clean
create table profiles (id uuid primary key references auth.users on delete cascade, email text, is_admin boolean not null default false);
alter table profiles enable row level security;
revoke insert, update, delete on profiles from anon, authenticated;
create policy "own" on profiles for select to authenticated using (id = auth.uid());
create or replace function admin_list_users() returns table (id uuid, email text, created_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.profiles p where p.id = auth.uid() and p.is_admin) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  return query select u.id, u.email::text, u.created_at from auth.users u order by u.created_at;
end $$;
create or replace function admin_set_admin(target uuid, value boolean) returns void language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.profiles p where p.id = auth.uid() and p.is_admin) then
    raise exception 'forbidden' using errcode = '42501';
  end if;
  update public.profiles set is_admin = value where profiles.id = target;
end $$;
create or replace function handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, email) values (new.id, new.email) on conflict (id) do nothing;
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function handle_new_user();

-- list_org_keys asks only whether the caller is signed in; the key of any organisation is handed out.
-- expect: error bypass|exposure list_org_keys authenticated
-- also: bypass|exposure list_org_keys
create table public.orgs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.org_users (org_id uuid references public.orgs(id) on delete cascade, user_id uuid references auth.users(id) on delete cascade, role text not null default 'member' check (role in ('admin', 'member')), primary key (org_id, user_id));
create table public.org_api_keys (id uuid primary key default gen_random_uuid(), org_id uuid not null references public.orgs(id) on delete cascade, label text not null, secret text not null, created_by uuid references auth.users(id));
create function public.is_org_admin(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.org_users where org_id = p and user_id = auth.uid() and role = 'admin') $$;
create function public.list_org_keys(p_org uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.role() <> 'authenticated' then raise exception 'not allowed'; end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'label', k.label, 'secret', k.secret)), '[]') from public.org_api_keys k where k.org_id = p_org);
end $$;
alter table public.orgs enable row level security;
alter table public.org_users enable row level security;
alter table public.org_api_keys enable row level security;
create policy r on public.orgs for select to authenticated using (exists (select 1 from public.org_users u where u.org_id = id and u.user_id = auth.uid()));
create policy r on public.org_users for select to authenticated using (user_id = auth.uid() or public.is_org_admin(org_id));
create policy w on public.org_users for insert to authenticated with check (public.is_org_admin(org_id));
create policy a on public.org_api_keys for all to authenticated using (public.is_org_admin(org_id)) with check (public.is_org_admin(org_id));

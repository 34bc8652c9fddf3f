-- clean
create table public.roles (user_id uuid primary key references auth.users(id), role text not null default 'member' check (role in ('member', 'admin')));
alter table public.roles enable row level security;
create policy own on public.roles for select to authenticated using (user_id = (select auth.uid()));
create table public.reports (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.reports enable row level security;
create policy own on public.reports for all to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy adm on public.reports for select to authenticated using ((auth.jwt() ->> 'user_role') = 'admin');
create function public.custom_access_token_hook(event jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare claims jsonb; r text; begin
  select role into r from public.roles where user_id = (event ->> 'user_id')::uuid;
  claims := event -> 'claims';
  claims := jsonb_set(claims, '{user_role}', to_jsonb(coalesce(r, 'member')));
  return jsonb_set(event, '{claims}', claims);
end $$;
grant execute on function public.custom_access_token_hook(jsonb) to supabase_auth_admin;
revoke execute on function public.custom_access_token_hook(jsonb) from public, anon, authenticated;

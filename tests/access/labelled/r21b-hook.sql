-- expect: error|warning escalation|tampering custom_access_token_hook|reports
create table public.reports (id uuid primary key default gen_random_uuid(), author_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.reports enable row level security;
create policy own on public.reports for all to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy adm on public.reports for select to authenticated using ((auth.jwt() -> 'app_metadata' ->> 'is_admin')::boolean);
create function public.custom_access_token_hook(event jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare claims jsonb; flag boolean; begin
  select coalesce((raw_user_meta_data ->> 'is_admin')::boolean, false) into flag from auth.users where id = (event ->> 'user_id')::uuid;
  claims := event -> 'claims';
  claims := jsonb_set(claims, '{app_metadata,is_admin}', to_jsonb(flag));
  return jsonb_set(event, '{claims}', claims);
end $$;
grant execute on function public.custom_access_token_hook(jsonb) to supabase_auth_admin;
revoke execute on function public.custom_access_token_hook(jsonb) from public, anon, authenticated;

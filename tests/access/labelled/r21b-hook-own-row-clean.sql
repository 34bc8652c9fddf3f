-- clean
create table public.profiles (id uuid primary key references auth.users(id), kind text not null default 'client', name text);
alter table public.profiles enable row level security;
revoke update on public.profiles from anon, authenticated; grant update (name) on public.profiles to authenticated;
create policy own on public.profiles for select to authenticated using (id = (select auth.uid()));
create policy upd on public.profiles for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create table public.cases (id uuid primary key default gen_random_uuid(), client_id uuid not null default auth.uid() references auth.users(id), body text not null);
alter table public.cases enable row level security;
create policy own on public.cases for all to authenticated using (client_id = auth.uid()) with check (client_id = auth.uid());
create policy lawyers on public.cases for select to authenticated using ((auth.jwt() ->> 'kind') = 'lawyer');
create function public.token_hook(event jsonb) returns jsonb language plpgsql stable as $$
declare k text; begin
  select kind into k from public.profiles where id = (event ->> 'user_id')::uuid;
  return jsonb_set(event, '{claims,kind}', to_jsonb(coalesce(k, 'client')));
end $$;
grant execute on function public.token_hook to supabase_auth_admin;
revoke execute on function public.token_hook from public, anon, authenticated;
grant select on public.profiles to supabase_auth_admin;

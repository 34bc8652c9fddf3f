-- expect: error tampering|bypass|escalation take_over|domains
create table public.domains (id uuid primary key default gen_random_uuid(), holder uuid not null references auth.users(id), name text not null unique);
alter table public.domains enable row level security;
create policy own on public.domains for select to authenticated using (holder = auth.uid());
create function public.take_over(p_id uuid) returns void language plpgsql security definer set search_path = '' as $$ begin
 if auth.uid() is null then raise exception 'sign in'; end if;
 update public.domains set holder = auth.uid() where id = p_id; end $$;
revoke execute on function public.take_over(uuid) from public, anon; grant execute on function public.take_over(uuid) to authenticated;

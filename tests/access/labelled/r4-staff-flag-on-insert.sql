-- The trigger guards is_staff on UPDATE only: a profile can be deleted and made anew with the flag set.
-- expect: error escalation user_profiles|tickets authenticated
-- also: escalation|bypass|tampering user_profiles|tickets
create table public.user_profiles (
  id uuid primary key default auth.uid() references auth.users(id) on delete cascade,
  display_name text not null default '',
  is_staff boolean not null default false
);
create table public.tickets (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users(id) on delete cascade, subject text not null, internal_note text);
create function public.guard_staff() returns trigger language plpgsql as $$
begin
  if new.is_staff is distinct from old.is_staff then
    raise exception 'is_staff is set by the administration';
  end if;
  return new;
end $$;
create trigger guard_staff before update on public.user_profiles for each row execute function public.guard_staff();
create function public.is_staff() returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select p.is_staff from public.user_profiles p where p.id = auth.uid()), false) $$;
alter table public.user_profiles enable row level security;
alter table public.tickets enable row level security;
create policy own on public.user_profiles for all to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy r on public.tickets for select to authenticated using (user_id = auth.uid() or public.is_staff());
create policy i on public.tickets for insert to authenticated with check (user_id = auth.uid());
create policy u on public.tickets for update to authenticated using (public.is_staff()) with check (public.is_staff());

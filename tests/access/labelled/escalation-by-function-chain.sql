-- redeem_code() grants the role that the code row names, and anyone may insert codes.
-- expect: error escalation codes|redeem_code authenticated
-- also: escalation|bypass codes|redeem_code|reports|roles|forgery
create table public.roles (user_id uuid primary key references auth.users on delete cascade, role text not null default 'user');
create table public.codes (
  code text primary key,
  grants_role text not null default 'supporter' check (grants_role in ('supporter', 'moderator')),
  created_by uuid not null default auth.uid() references auth.users
);
create table public.reports (id uuid primary key default gen_random_uuid(), reporter uuid not null default auth.uid() references auth.users, text text not null);
alter table public.roles enable row level security;
alter table public.codes enable row level security;
alter table public.reports enable row level security;
create policy own on public.roles for select to authenticated using (user_id = auth.uid());
create policy create_code on public.codes for insert to authenticated with check (created_by = auth.uid());
create policy own on public.codes for select to authenticated using (created_by = auth.uid());
create policy r on public.reports for select to authenticated using (
  reporter = auth.uid() or exists (select 1 from public.roles x where x.user_id = auth.uid() and x.role = 'moderator'));
create policy i on public.reports for insert to authenticated with check (reporter = auth.uid());
create function public.redeem_code(p_code text) returns text language plpgsql security definer set search_path = public as $$
declare
  r text;
begin
  if auth.uid() is null then raise exception 'sign in'; end if;
  select grants_role into r from codes where code = p_code;
  if r is null then raise exception 'unknown code'; end if;
  insert into roles values (auth.uid(), r) on conflict (user_id) do update set role = excluded.role;
  return r;
end $$;

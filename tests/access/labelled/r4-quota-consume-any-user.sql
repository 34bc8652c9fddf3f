-- consume_quota takes the user from the client and is open to anon: anybody uses up somebody else's quota.
-- expect: error tampering|bypass|escalation consume_quota|usage_quotas anon|authenticated
-- also: tampering|bypass|forgery|exposure|escalation consume_quota|usage_quotas
create table public.usage_quotas (
  user_id uuid primary key references auth.users(id) on delete cascade,
  used int not null default 0,
  monthly_limit int not null default 100,
  resets_at timestamptz not null default date_trunc('month', now()) + interval '1 month'
);
alter table public.usage_quotas enable row level security;
create policy own on public.usage_quotas for select to authenticated using ((select auth.uid()) = user_id);
create or replace function public.consume_quota(p_user_id uuid, p_amount int default 1) returns boolean language plpgsql security definer set search_path = public as $$
begin
  update usage_quotas set used = used + p_amount where user_id = p_user_id and used + p_amount <= monthly_limit;
  return found;
end $$;

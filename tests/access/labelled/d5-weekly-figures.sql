-- Rotas of a broker's office: only editors write the weekly figures, and yet a function that everybody may call deletes those of any week, and another writes them.
-- expect: error|warning bypass delete_stats_for
-- expect: error|warning bypass save_stats
create type public.app_role as enum ('admin', 'manager', 'agent');
create table public.user_roles (user_id uuid not null references auth.users(id) on delete cascade, role public.app_role not null, primary key (user_id, role));
create function public.has_role(_user uuid, _role public.app_role) returns boolean language sql stable security definer set search_path = public as $$ select exists (select 1 from user_roles where user_id = _user and role = _role) $$;
create table public.brokers (id uuid primary key default gen_random_uuid(), name text not null);
create table public.weekly_stats (
  id uuid primary key default gen_random_uuid(),
  broker_id uuid not null references public.brokers(id) on delete cascade,
  week_start date not null,
  external_count integer not null default 0,
  updated_at timestamptz not null default now(),
  unique (broker_id, week_start)
);
alter table public.user_roles enable row level security;
alter table public.brokers enable row level security;
alter table public.weekly_stats enable row level security;
create policy "own roles" on public.user_roles for select using (user_id = auth.uid());
create policy "admins manage" on public.brokers for all to authenticated using (public.has_role(auth.uid(), 'admin')) with check (public.has_role(auth.uid(), 'admin'));
create policy "admins manage" on public.weekly_stats for all to authenticated using (public.has_role(auth.uid(), 'admin')) with check (public.has_role(auth.uid(), 'admin'));
create policy "managers see" on public.weekly_stats for select to authenticated using (public.has_role(auth.uid(), 'manager'));
create function public.delete_stats_for(p_start date, p_end date) returns json language plpgsql security definer set search_path = public as $$
declare gone integer;
begin
  delete from weekly_stats where week_start >= p_start and week_start <= p_end;
  get diagnostics gone = row_count;
  return json_build_object('deleted', gone);
end $$;
create function public.save_stats(p_broker uuid, p_week date, p_external integer) returns json language plpgsql security definer set search_path = public as $$
begin
  insert into weekly_stats (broker_id, week_start, external_count) values (p_broker, p_week, p_external)
  on conflict (broker_id, week_start) do update set external_count = excluded.external_count, updated_at = now();
  return json_build_object('success', true);
end $$;

-- Notices carry the school that they came from; whoever they are for marks them as read. Nobody but that person ever sees the row, whichever school it says.
-- clean
create table public.schools (id uuid primary key default gen_random_uuid(), name text not null);
create table public.pupils (id uuid primary key references auth.users(id) on delete cascade, school_id uuid not null references public.schools(id), handle text not null);
create table public.notices (id uuid primary key default gen_random_uuid(), school_id uuid not null references public.schools(id), recipient_id uuid not null references public.pupils(id) on delete cascade, actor_id uuid not null references public.pupils(id) on delete cascade, kind text not null default 'comment', is_read boolean not null default false);
alter table public.schools enable row level security;
alter table public.pupils enable row level security;
alter table public.notices enable row level security;
create function public.my_school() returns uuid language sql stable security definer set search_path = '' as $$ select school_id from public.pupils where id = auth.uid() $$;
create policy "schools are listed" on public.schools for select using (true);
create policy "fellow pupils" on public.pupils for select to authenticated using (school_id = public.my_school());
create policy "own notices" on public.notices for select to authenticated using (recipient_id = auth.uid());
create policy "mark as read" on public.notices for update to authenticated using (recipient_id = auth.uid()) with check (recipient_id = auth.uid());
create policy "tell a fellow pupil" on public.notices for insert to authenticated with check (actor_id = auth.uid() and school_id = public.my_school());

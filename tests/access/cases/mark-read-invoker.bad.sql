-- expect: warning function-without-effect mark_read
create table public.notifications (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text, read boolean not null default false);
alter table public.notifications enable row level security;
create policy own on public.notifications for select to authenticated using (user_id = auth.uid());
create function public.mark_read(p_id uuid) returns void language sql set search_path='' as $$ update public.notifications set read = true where id = p_id and user_id = auth.uid() $$;

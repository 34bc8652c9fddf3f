-- clean
create table public.courses (id uuid primary key default gen_random_uuid(), teacher_id uuid not null default auth.uid() references auth.users(id), title text not null);
alter table public.courses enable row level security;
create policy c on public.courses for select to authenticated using (true);
create policy ci on public.courses for insert to authenticated with check (teacher_id = auth.uid());
create policy cu on public.courses for update to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
create function public.teaches(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.courses where id = c and teacher_id = auth.uid()) $$;
create table public.invitations (id uuid primary key default gen_random_uuid(), course_id uuid not null references public.courses(id), invitee uuid not null references auth.users(id), state text not null default 'open' check (state in ('open','accepted','declined')));
alter table public.invitations enable row level security;
create policy h on public.invitations for select to authenticated using (invitee = auth.uid() or public.teaches(course_id));
create policy hi on public.invitations for insert to authenticated with check (public.teaches(course_id) and state = 'open');
create policy hu on public.invitations for update to authenticated using (invitee = auth.uid() and state = 'open') with check (invitee = auth.uid() and state in ('accepted','declined'));
revoke update on public.invitations from anon, authenticated; grant update (state) on public.invitations to authenticated;
create policy hd on public.invitations for delete to authenticated using (public.teaches(course_id));

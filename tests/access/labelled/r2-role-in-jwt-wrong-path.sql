-- The policy asks auth.jwt() ->> 'role' = 'admin': the role claim is 'authenticated', never admin. Nobody can delete: dead.
-- expect: warning|review dead announcements authenticated
create table public.announcements (id uuid primary key default gen_random_uuid(), title text not null, body text);
alter table public.announcements enable row level security;
create policy "read" on public.announcements for select using (true);
create policy "admins write" on public.announcements for insert to authenticated with check ((auth.jwt() ->> 'role') = 'admin');
create policy "admins delete" on public.announcements for delete to authenticated using ((auth.jwt() ->> 'role') = 'admin');

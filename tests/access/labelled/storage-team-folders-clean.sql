-- Files in a folder named after the team; membership decides.
-- clean
create table public.team_members (team_id uuid not null, user_id uuid not null references auth.users on delete cascade, primary key (team_id, user_id));
alter table public.team_members enable row level security;
create policy own on public.team_members for select to authenticated using (user_id = auth.uid());
insert into storage.buckets (id, name, public) values ('team-files', 'team-files', false) on conflict do nothing;
create policy "team reads" on storage.objects for select to authenticated using (
  bucket_id = 'team-files' and (storage.foldername(name))[1] in (select team_id::text from public.team_members where user_id = auth.uid()));
create policy "team writes" on storage.objects for insert to authenticated with check (
  bucket_id = 'team-files' and (storage.foldername(name))[1] in (select team_id::text from public.team_members where user_id = auth.uid()));
create policy "team deletes" on storage.objects for delete to authenticated using (
  bucket_id = 'team-files' and (storage.foldername(name))[1] in (select team_id::text from public.team_members where user_id = auth.uid()));

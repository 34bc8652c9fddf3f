-- In the look-up "name" is the team's name: no file's folder is asked, and members never find their team's files.
-- expect: warning path-of-another-name objects
insert into storage.buckets (id, name, public) values ('plans', 'plans', false);
create table public.teams (id uuid primary key default gen_random_uuid(), name text not null, lead_id uuid not null references auth.users (id));
alter table public.teams enable row level security;
create policy own on public.teams for select to authenticated using (lead_id = auth.uid());
create policy see on storage.objects for select to authenticated using (
  bucket_id = 'plans' and exists (select from public.teams t where t.id::text = (storage.foldername(name))[1] and t.lead_id = auth.uid()));

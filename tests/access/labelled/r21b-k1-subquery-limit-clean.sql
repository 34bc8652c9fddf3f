-- clean
create table public.members (team_id int not null, user_id uuid not null references auth.users(id), primary key (team_id, user_id));
create table public.files (id uuid primary key default gen_random_uuid(), team_id int not null, body text not null);
alter table public.members enable row level security; alter table public.files enable row level security;
create policy s on public.members for select to authenticated using (user_id = auth.uid());
create policy f on public.files for select to authenticated using (team_id in (select team_id from public.members where user_id = auth.uid()));

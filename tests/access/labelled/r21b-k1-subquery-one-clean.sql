-- clean
create table public.members (user_id uuid primary key references auth.users(id), team_id int not null);
create table public.files (id uuid primary key default gen_random_uuid(), team_id int not null, body text not null);
alter table public.members enable row level security; alter table public.files enable row level security;
create policy s on public.members for select to authenticated using (user_id = auth.uid());
create policy f on public.files for select to authenticated using (team_id = (select team_id from public.members where user_id = auth.uid()));

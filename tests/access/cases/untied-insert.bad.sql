-- expect: error membership-not-tied docs
create table public.teams (id uuid primary key default gen_random_uuid(), name text);
create table public.team_members (team_id uuid references public.teams(id), user_id uuid references auth.users(id), primary key (team_id, user_id));
create table public.docs (id uuid primary key default gen_random_uuid(), team_id uuid not null references public.teams(id), author_id uuid not null default auth.uid() references auth.users(id), body text);
alter table public.teams enable row level security;
alter table public.team_members enable row level security;
alter table public.docs enable row level security;
create policy t on public.teams for select to authenticated using (exists (select 1 from public.team_members m where m.team_id = id and m.user_id = auth.uid()));
create policy own on public.team_members for select to authenticated using (user_id = auth.uid());
create policy d on public.docs for select to authenticated using (team_id in (select m.team_id from public.team_members m where m.user_id = auth.uid()));
create policy i on public.docs for insert to authenticated with check (author_id = auth.uid() and exists (select 1 from public.team_members m where m.team_id = team_id and m.user_id = auth.uid()));

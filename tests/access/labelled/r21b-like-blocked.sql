-- expect: error|warning dead applaud|talks
create table public.mutes (a uuid references auth.users(id), b uuid references auth.users(id), primary key (a, b), check (a <> b));
create table public.talks (id uuid primary key default gen_random_uuid(), speaker uuid not null default auth.uid() references auth.users(id), title text not null, claps int not null default 0);
alter table public.mutes enable row level security; alter table public.talks enable row level security;
create policy m on public.mutes for all to authenticated using (a = auth.uid()) with check (a = auth.uid());
create policy t on public.talks for select to authenticated using (speaker = auth.uid() or not exists (select 1 from public.mutes where a = auth.uid() and b = speaker));
create policy ti on public.talks for insert to authenticated with check (speaker = auth.uid() and claps = 0);
create policy tu on public.talks for update to authenticated using (speaker = auth.uid()) with check (speaker = auth.uid());
revoke update on public.talks from anon, authenticated; grant update (title, claps) on public.talks to authenticated;
create function public.applaud(p_talk uuid) returns int language sql as $$ update public.talks set claps = claps + 1 where id = p_talk returning claps $$;
-- also: tampering|escalation talks|claps

-- expect: error|warning|review exposure|bypass|escalation letters
create table public.suspensions (user_id uuid primary key references auth.users(id), until timestamptz not null);
create table public.letters (id uuid primary key default gen_random_uuid(), from_id uuid not null default auth.uid() references auth.users(id), to_id uuid not null references auth.users(id), body text not null);
alter table public.suspensions enable row level security; alter table public.letters enable row level security;
create policy s on public.suspensions for select to authenticated using (user_id = auth.uid());
create policy mine on public.letters for select to authenticated using (auth.uid() in (from_id, to_id));
create policy send on public.letters for insert to authenticated with check (from_id = auth.uid());
create policy "not while suspended" on public.letters for select to authenticated using (auth.uid() is not null and not exists (select 1 from public.suspensions s where s.user_id = auth.uid() and s.until > now()));

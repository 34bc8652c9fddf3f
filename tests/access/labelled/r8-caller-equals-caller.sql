-- Up to PostgreSQL 18 such a condition is an internal error.
-- expect: error error notes
create table public.notes (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text);
alter table public.notes enable row level security;
create policy a on public.notes for select to authenticated using (auth.uid() = auth.uid());
create policy b on public.notes for insert to authenticated with check (auth.uid() = user_id);
create policy c on public.notes for update to authenticated using (auth.uid() = auth.uid());

-- The reader is compared with the row's random key; the row names its owner in another column.
-- expect: warning policy-compares-row-key notes
create table public.notes (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text);
alter table public.notes enable row level security;
create policy s on public.notes for select to authenticated using (auth.uid() = id);
create policy i on public.notes for insert to authenticated with check (auth.uid() = user_id);

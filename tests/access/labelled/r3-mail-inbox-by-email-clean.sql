-- The same by auth.email().
-- clean
create table public.mails (id uuid primary key default gen_random_uuid(), to_address text not null, subject text not null, body text not null, read_at timestamptz);
alter table public.mails enable row level security;
revoke update on public.mails from anon, authenticated;
grant update (read_at) on public.mails to authenticated;
create policy r on public.mails for select to authenticated using (to_address = auth.email());
create policy u on public.mails for update to authenticated using (to_address = auth.email()) with check (to_address = auth.email());

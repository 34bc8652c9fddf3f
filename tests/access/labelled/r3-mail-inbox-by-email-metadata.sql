-- Mails are matched by the address in user_metadata instead of the token's e-mail.
-- expect: error escalation mails authenticated
-- also: escalation|tampering mails
create table public.mails (id uuid primary key default gen_random_uuid(), to_address text not null, subject text not null, body text not null, read_at timestamptz);
alter table public.mails enable row level security;
create policy r on public.mails for select to authenticated using (to_address = (auth.jwt() -> 'user_metadata' ->> 'email'));
create policy u on public.mails for update to authenticated using (to_address = (auth.jwt() -> 'user_metadata' ->> 'email'));

-- expect: error|warning dead|error invites
create table public.invites (id uuid primary key default gen_random_uuid(), invited_email text not null, team text not null);
alter table public.invites enable row level security;
create policy i on public.invites for insert to authenticated with check (invited_email = (auth.jwt() ->> 'email'));
create policy r on public.invites for select to authenticated using (invited_email = auth.uid()::text);

-- expect: error|warning dead|error notes
create table public.notes (id uuid primary key default gen_random_uuid(), author text not null default (auth.jwt() ->> 'email'), body text not null);
alter table public.notes enable row level security;
create policy i on public.notes for insert to authenticated with check (author = (auth.jwt() ->> 'email'));
create policy r on public.notes for select to authenticated using (true);
create policy u on public.notes for update to authenticated using (author = auth.uid()::text) with check (author = auth.uid()::text);

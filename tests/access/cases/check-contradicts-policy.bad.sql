-- expect: warning policy-never-true tickets
create table public.tickets (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users(id), status text not null default 'open' check (status in ('open','done')));
alter table public.tickets enable row level security;
create policy own on public.tickets for select to authenticated using (owner_id = auth.uid());
create policy closed_read on public.tickets for select to authenticated using (status = 'closed');

-- expect: error|warning escalation|tampering requests
-- The one who asks for friendship answers it.
create table public.requests (id uuid primary key default gen_random_uuid(), from_id uuid not null default auth.uid() references auth.users(id), to_id uuid not null references auth.users(id), status text not null default 'open' check (status in ('open','accepted','declined')), check (from_id <> to_id));
alter table public.requests enable row level security;
create policy r on public.requests for select to authenticated using (auth.uid() in (from_id, to_id));
create policy ri on public.requests for insert to authenticated with check (from_id = auth.uid() and status = 'open');
create policy ru on public.requests for update to authenticated using (auth.uid() in (from_id, to_id)) with check (auth.uid() in (from_id, to_id));
revoke update on public.requests from anon, authenticated; grant update (status) on public.requests to authenticated;

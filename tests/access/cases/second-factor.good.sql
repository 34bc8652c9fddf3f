-- Restrictive: asked besides.
create table public.vault (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), secret text not null);
alter table public.vault enable row level security;
create policy own on public.vault for select to authenticated using (user_id = auth.uid());
create policy mfa on public.vault as restrictive for select to authenticated using ((auth.jwt() ->> 'aal') = 'aal2');

-- Roles in an array of one's own row, of which one may change the nickname only.
-- clean

create table public.residents (
  id uuid primary key references auth.users (id),
  nickname text,
  roles text[] not null default '{resident}'
);
create table public.complaints (
  id uuid primary key default gen_random_uuid(),
  resident_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.residents enable row level security;
alter table public.complaints enable row level security;
revoke insert, update, delete on public.residents from anon, authenticated;
grant update (nickname) on public.residents to authenticated;
create policy "self" on public.residents for select to authenticated using (id = (select auth.uid()));
create policy "nickname" on public.residents for update to authenticated using (id = (select auth.uid()));
create policy "own complaints" on public.complaints for select to authenticated using (resident_id = (select auth.uid()));
create policy "stewards read" on public.complaints for select to authenticated
  using ('steward' = any ((select r.roles from public.residents r where r.id = (select auth.uid()))::text[]));
create policy "complain" on public.complaints for insert to authenticated with check (resident_id = (select auth.uid()));

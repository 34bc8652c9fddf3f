-- expect: warning tampering logs
create table public.logs (id bigint generated always as identity primary key, user_id uuid not null references auth.users(id), line text);
alter table public.logs enable row level security;
create policy i on public.logs for insert to authenticated with check (user_id = auth.uid());
create policy d on public.logs for delete using (true);
revoke all on public.logs from anon, authenticated;
grant insert, delete on public.logs to anon, authenticated;

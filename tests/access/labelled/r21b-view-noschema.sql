-- expect: error|warning dead|error my_logs|logs
create schema priv;
create table priv.logs (id bigint generated always as identity primary key, user_id uuid not null references auth.users(id), line text not null);
alter table priv.logs enable row level security;
create policy own on priv.logs for select to authenticated using (user_id = (select auth.uid()));
create view public.my_logs with (security_invoker = on) as select line from priv.logs;
revoke all on public.my_logs from anon;
grant select on public.my_logs to authenticated;

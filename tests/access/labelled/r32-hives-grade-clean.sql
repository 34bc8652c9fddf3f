-- The same, closed.
-- clean

create schema private;
create table public.apiaries (label text primary key, address text not null);
create table public.keepers (grade smallint not null default 1 check (grade between 1 and 9), nickname varchar(40), id uuid not null references auth.users on delete cascade, primary key (id));
create table public.inspections (no bigint generated always as identity primary key, apiary text not null references public.apiaries, keeper uuid not null references public.keepers(id), remark text, done_on date not null default current_date);
create function private.grade_of_caller() returns smallint language plpgsql stable security definer set search_path = '' as $$
declare g smallint; begin select k.grade into g from public.keepers k where k.id = (select auth.uid()); return coalesce(g, 0); end $$;
grant usage on schema private to authenticated; grant execute on function private.grade_of_caller() to authenticated;
alter table public.apiaries enable row level security; alter table public.keepers enable row level security; alter table public.inspections enable row level security;
create policy a_read on public.apiaries for select to authenticated using (true);
create policy k_read on public.keepers for select to authenticated using (id = (select auth.uid()));
revoke update on public.keepers from authenticated, anon; grant update (nickname) on public.keepers to authenticated;
create policy k_edit on public.keepers for update to authenticated using (id = (select auth.uid()));
create policy i_read on public.inspections for select to authenticated using (keeper = (select auth.uid()) or private.grade_of_caller() >= 7);
create policy i_write on public.inspections for insert to authenticated with check (keeper = (select auth.uid()));

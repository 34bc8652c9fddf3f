-- Two texts are glued behind ORDER BY: neither of them alone makes a statement.
-- expect: error bypass list_trips anyone

create table trips (id int generated always as identity primary key, rider uuid not null references auth.users, goal text not null, fare numeric(8,2));
alter table trips enable row level security;
create policy t on trips to authenticated using (rider = auth.uid()) with check (rider = auth.uid());
create function list_trips(p_sort text default 'id', p_dir text default 'asc') returns setof trips language plpgsql stable security definer set search_path = public as $$
begin return query execute 'select * from trips where rider = auth.uid() order by ' || p_sort || ' ' || p_dir; end $$;

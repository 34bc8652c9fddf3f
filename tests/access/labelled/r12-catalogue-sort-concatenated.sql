-- The list of one's own items takes the column to sort by and puts it into the query as it is.
-- expect: error bypass|escalation|exposure my_items|items authenticated

create table public.items (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  title text not null,
  price int not null default 0
);
alter table public.items enable row level security;
create policy "own items" on public.items for select to authenticated using (owner_id = (select auth.uid()));
create policy "add" on public.items for insert to authenticated with check (owner_id = (select auth.uid()));
create function public.my_items(p_where text default 'true', p_sort text default 'title') returns setof public.items
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  return query execute 'select * from public.items i where i.owner_id = ''' || auth.uid() || ''' and ' || p_where || ' order by ' || quote_ident(p_sort);
end $$;

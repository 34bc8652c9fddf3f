-- The list of one's own items takes words and a column; the words are a parameter and the column a quoted name.
-- clean

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
  return query execute format('select * from public.items i where i.owner_id = $1 and strpos(i.title, $2) > 0 order by i.%I', p_sort)
    using auth.uid(), p_where;
end $$;

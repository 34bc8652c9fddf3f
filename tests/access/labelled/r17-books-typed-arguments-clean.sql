-- Dynamic SQL in a definer function, put together by ||: a number and a uuid carry no quotes, and the column is one of two.
-- clean

create table public.books (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  title text not null,
  price int not null default 0 check (price >= 0)
);
alter table public.books enable row level security;
create policy "own books" on public.books for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.my_books(p_sort text default 'title', p_limit int default 20, p_book uuid default null)
returns setof public.books language plpgsql stable security definer set search_path = '' as $$
declare
  q text := 'select * from public.books b where b.owner_id = auth.uid()';
begin
  if p_sort not in ('title', 'price') then
    raise exception 'sort by title or price';
  end if;
  if p_book is not null then
    q := q || ' and b.id = ''' || p_book || '''';
  end if;
  return query execute q || ' order by ' || p_sort || ' limit ' || coalesce(p_limit, 20);
end $$;

-- The words go into the text as they are, but the function runs as its caller: it shows no more than the caller may read.
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
create function public.books_like(q text) returns setof public.books language plpgsql stable set search_path = '' as $$
begin
  return query execute 'select * from public.books where title ilike ''%' || q || '%''';
end $$;

-- A search by name that wants three letters, and gives the mail addresses of people who don't show theirs.
-- expect: error bypass find_people|people authenticated

create table public.people (
  id uuid primary key references auth.users (id),
  full_name text not null,
  email text not null unique check (email like '%@%'),
  phone text
);
alter table public.people enable row level security;
create policy "self" on public.people for select to authenticated using (id = (select auth.uid()));
create policy "edit self" on public.people for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));

create function public.find_people(q text) returns table (id uuid, full_name text, email text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  if length(q) < 3 then
    return;
  end if;
  return query select p.id, p.full_name, p.email from public.people p where p.full_name ilike '%' || q || '%' limit 20;
end $$;

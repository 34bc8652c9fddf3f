-- A search by three letters over those who want to be found, whom the table shows as well.
-- clean

create table public.people (
  id uuid primary key references auth.users (id),
  full_name text not null,
  town text,
  discoverable boolean not null default false
);
alter table public.people enable row level security;
create policy "oneself and those who want to be found" on public.people for select to authenticated
  using (discoverable or id = (select auth.uid()));
create policy "edit self" on public.people for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create function public.find_people(q text) returns table (id uuid, full_name text, town text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null or length(q) < 3 then
    return;
  end if;
  return query select p.id, p.full_name, p.town from public.people p
    where p.discoverable and p.full_name ilike '%' || replace(replace(q, '%', ''), '_', '') || '%' limit 20;
end $$;
revoke execute on function public.find_people(text) from public, anon;
grant execute on function public.find_people(text) to authenticated;

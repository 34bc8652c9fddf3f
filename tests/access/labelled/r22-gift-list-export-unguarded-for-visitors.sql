-- Gift lists: the export asks whether the caller is another, which is NULL, and so not true, for whoever has no account.
-- expect: error bypass export_lists any
create table public.gift_lists (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null
);
alter table public.gift_lists enable row level security;
create policy "own lists" on public.gift_lists for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create function public.export_lists(p_user uuid) returns setof public.gift_lists
language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() <> p_user then
    raise exception 'not yours' using errcode = '42501';
  end if;
  return query select * from public.gift_lists g where g.user_id = p_user;
end $$;

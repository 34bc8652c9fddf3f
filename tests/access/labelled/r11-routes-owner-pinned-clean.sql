-- `with check (true)` for inserts and changes, and a trigger that sets the owner and never lets it move.
-- clean

create table public.routes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id),
  name text not null,
  km numeric(6, 2) check (km > 0)
);
create function public.pin_owner() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    new.owner_id := coalesce(auth.uid(), new.owner_id);
  else
    new.owner_id := old.owner_id;
  end if;
  return new;
end $$;
create trigger pin_owner before insert or update on public.routes for each row execute function public.pin_owner();
alter table public.routes enable row level security;
create policy "routes are shared" on public.routes for select to authenticated using (true);
create policy "add" on public.routes for insert to authenticated with check (true);
create policy "change" on public.routes for update to authenticated using (owner_id = (select auth.uid())) with check (true);
create policy "remove" on public.routes for delete to authenticated using (owner_id = (select auth.uid()));

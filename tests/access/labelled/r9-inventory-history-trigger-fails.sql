-- Inventory: the history is written by a trigger as the caller, and the history table lets nobody insert: every change fails.
-- expect: error|warning error|dead items|item_history|record_item_change
create table public.locations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  name text not null
);
create table public.items (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  location_id uuid references public.locations(id) on delete set null,
  name text not null,
  quantity int not null default 0 check (quantity >= 0)
);
create table public.item_history (
  id bigint generated always as identity primary key,
  item_id uuid not null references public.items(id) on delete cascade,
  user_id uuid not null,
  old_quantity int,
  new_quantity int,
  changed_at timestamptz not null default now()
);
alter table public.locations enable row level security;
alter table public.items enable row level security;
alter table public.item_history enable row level security;
create policy "own locations" on public.locations for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "own items" on public.items for all to authenticated using (user_id = auth.uid())
  with check (user_id = auth.uid() and (location_id is null or exists (select 1 from public.locations l where l.id = location_id and l.user_id = auth.uid())));
create policy "own history" on public.item_history for select to authenticated using (user_id = auth.uid());
create function public.record_item_change() returns trigger language plpgsql as $$
begin
  if new.quantity is distinct from old.quantity then
    insert into public.item_history (item_id, user_id, old_quantity, new_quantity) values (new.id, new.user_id, old.quantity, new.quantity);
  end if;
  return new;
end $$;
create trigger items_history after update on public.items for each row execute function public.record_item_change();

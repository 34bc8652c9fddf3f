-- A booking tells the kennel's keeper by a trigger; nobody else writes notifications, everyone reads and ticks off its own.
-- clean

create table public.kennels (
  id uuid primary key default gen_random_uuid(),
  keeper_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.stays (
  id uuid primary key default gen_random_uuid(),
  kennel_id uuid not null references public.kennels (id),
  dog_owner_id uuid not null default auth.uid() references auth.users (id),
  nights daterange not null check (not isempty(nights)),
  unique (kennel_id, nights)
);
create table public.notifications (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id),
  text text not null,
  seen boolean not null default false
);
create function public.tell_keeper() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.notifications (user_id, text)
  select k.keeper_id, 'a stay at ' || k.name from public.kennels k where k.id = new.kennel_id;
  return new;
end $$;
create trigger tell_keeper after insert on public.stays for each row execute function public.tell_keeper();
alter table public.kennels enable row level security;
alter table public.stays enable row level security;
alter table public.notifications enable row level security;
create policy "kennels" on public.kennels for select using (true);
create policy "found" on public.kennels for insert to authenticated with check (keeper_id = (select auth.uid()));
create policy "guest and keeper" on public.stays for select to authenticated
  using (dog_owner_id = (select auth.uid()) or kennel_id in (select k.id from public.kennels k where k.keeper_id = (select auth.uid())));
create policy "book" on public.stays for insert to authenticated with check (dog_owner_id = (select auth.uid()));
create policy "cancel" on public.stays for delete to authenticated using (dog_owner_id = (select auth.uid()));
revoke insert, update, delete on public.notifications from anon, authenticated;
grant update (seen) on public.notifications to authenticated;
create policy "own" on public.notifications for select to authenticated using (user_id = (select auth.uid()));
create policy "tick off" on public.notifications for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

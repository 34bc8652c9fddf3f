-- Subscribers hidden; unsubscribe by secret token.
-- clean
create table public.subscribers (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  unsubscribe_token uuid not null default gen_random_uuid(),
  confirmed boolean not null default false
);
alter table public.subscribers enable row level security;
create policy "subscribe" on public.subscribers for insert to anon, authenticated with check (confirmed = false);
create function public.unsubscribe(token uuid) returns boolean language plpgsql security definer set search_path = public as $$
begin
  delete from subscribers where unsubscribe_token = token;
  return found;
end $$;
grant execute on function public.unsubscribe(uuid) to anon, authenticated;

-- Tickets are bought by a function that forgets to ask whether they are for sale: any seat, for nothing.
-- expect: error tampering|bypass|escalation buy_ticket|tickets authenticated
-- also: tampering|bypass|escalation buy_ticket|tickets|balances

create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  holder_id uuid not null references auth.users (id),
  seat text not null unique,
  asking_cents int check (asking_cents > 0)
);
create table public.balances (
  user_id uuid primary key references auth.users (id),
  cents int not null default 0 check (cents >= 0)
);
alter table public.tickets enable row level security;
alter table public.balances enable row level security;
create policy "held, and for sale" on public.tickets for select to authenticated
  using (holder_id = (select auth.uid()) or asking_cents is not null);
revoke update on public.tickets from anon, authenticated;
grant update (asking_cents) on public.tickets to authenticated;
create policy "offer" on public.tickets for update to authenticated
  using (holder_id = (select auth.uid())) with check (holder_id = (select auth.uid()));
create policy "own balance" on public.balances for select to authenticated using (user_id = (select auth.uid()));

create function public.buy_ticket(p_ticket uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  t public.tickets;
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  select * into t from public.tickets where id = p_ticket for update;
  if t.id is null then
    raise exception 'not for sale';
  end if;
  update public.balances set cents = cents - coalesce(t.asking_cents, 0) where user_id = auth.uid();
  if not found then
    raise exception 'no balance';
  end if;
  update public.balances set cents = cents + coalesce(t.asking_cents, 0) where user_id = t.holder_id;
  update public.tickets set holder_id = auth.uid(), asking_cents = null where id = p_ticket;
end $$;
revoke execute on function public.buy_ticket(uuid) from public, anon;
grant execute on function public.buy_ticket(uuid) to authenticated;

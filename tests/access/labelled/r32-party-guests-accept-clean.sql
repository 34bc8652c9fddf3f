-- Guests answer their invitation; who accepts sees the address and may bring dishes of its own.
-- clean
create table public.parties (id uuid primary key default gen_random_uuid(), host_id uuid not null default auth.uid() references auth.users, title text not null);
create table public.party_guests (
  party_id uuid references public.parties on delete cascade,
  user_id uuid references auth.users on delete cascade,
  answer text not null default 'invited' check (answer in ('invited', 'accepted', 'declined')),
  primary key (party_id, user_id)
);
create table public.party_addresses (party_id uuid primary key references public.parties on delete cascade, street text not null);
create table public.dishes (id uuid primary key default gen_random_uuid(), party_id uuid not null references public.parties on delete cascade, user_id uuid not null default auth.uid() references auth.users, name text not null);
create function public.answer_for(p uuid) returns text language sql stable security definer set search_path = '' as
$$ select answer from public.party_guests where party_id = p and user_id = auth.uid() $$;
create function public.hosts(p uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.parties where id = p and host_id = auth.uid()) $$;
alter table public.parties enable row level security;
alter table public.party_guests enable row level security;
alter table public.party_addresses enable row level security;
alter table public.dishes enable row level security;
revoke update on public.party_guests from anon, authenticated;
grant update (answer) on public.party_guests to authenticated;
create policy "host or guest" on public.parties for select to authenticated using (host_id = auth.uid() or public.answer_for(id) is not null);
create policy "host" on public.parties for all to authenticated using (host_id = auth.uid()) with check (host_id = auth.uid());
create policy "guests see the list" on public.party_guests for select to authenticated using (user_id = auth.uid() or public.hosts(party_id));
create policy "host invites" on public.party_guests for insert to authenticated with check (public.hosts(party_id) and answer = 'invited');
create policy "guest answers" on public.party_guests for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "host uninvites" on public.party_guests for delete to authenticated using (public.hosts(party_id));
create policy "address for those who come" on public.party_addresses for select to authenticated using (public.hosts(party_id) or public.answer_for(party_id) = 'accepted');
create policy "host's address" on public.party_addresses for insert to authenticated with check (public.hosts(party_id));
create policy "dishes" on public.dishes for select to authenticated using (public.hosts(party_id) or public.answer_for(party_id) = 'accepted');
create policy "bring a dish" on public.dishes for insert to authenticated with check (user_id = auth.uid() and (public.hosts(party_id) or public.answer_for(party_id) = 'accepted'));
create policy "own dish" on public.dishes for delete to authenticated using (user_id = auth.uid());

-- A town archive: the documents have a restrictive policy alone; the readers' cards are public with date of birth.
-- expect: error|warning dead documents
-- expect: error|warning|review exposure reader_cards
-- also: escalation|tampering reader_cards|blocked
create table public.reader_cards (
  user_id uuid primary key references auth.users(id) on delete cascade,
  full_name text not null,
  date_of_birth date,
  address text,
  blocked boolean not null default false
);
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  signature text not null unique,
  title text not null,
  secret_until date
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.reader_cards(user_id),
  document_id uuid not null references public.documents(id),
  day date not null
);
alter table public.reader_cards enable row level security;
alter table public.documents enable row level security;
alter table public.orders enable row level security;
create policy "cards" on public.reader_cards for select using (true);
create policy "change own card" on public.reader_cards for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "nothing secret" on public.documents as restrictive for select using (secret_until is null or secret_until < current_date);
create policy "own orders" on public.orders for select to authenticated using (user_id = auth.uid());
create policy "order" on public.orders for insert to authenticated with check (user_id = auth.uid());

-- Money between two accounts of a bank: a row names two of them, and a check wants two; whose transfer it is may be chosen freely.
-- expect: error forgery transfers
create table public.accounts (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users);
create table public.transfers (id bigint generated always as identity primary key, user_id uuid not null references auth.users, src uuid not null references public.accounts, dst uuid not null references public.accounts, amount numeric not null check (amount > 0), check (src <> dst));
alter table accounts enable row level security; alter table transfers enable row level security;
create policy a on accounts using (user_id = auth.uid());
create policy t on transfers for select using (user_id = auth.uid());
create policy t_ins on transfers for insert with check (auth.uid() is not null);

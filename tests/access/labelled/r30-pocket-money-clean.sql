-- A ledger between parents and children. Nobody writes it but functions, which take the caller from the session.
-- clean
create table public.families (id uuid primary key default gen_random_uuid(), name text not null);
create table public.family_people (
  user_id uuid primary key references auth.users on delete cascade,
  family_id uuid not null references public.families on delete cascade,
  is_parent boolean not null default false
);
create table public.purses (
  id uuid primary key default gen_random_uuid(),
  holder_id uuid not null unique references public.family_people (user_id) on delete cascade,
  cents bigint not null default 0 check (cents >= 0)
);
create table public.movements (
  id bigint generated always as identity primary key,
  purse_id uuid not null references public.purses on delete cascade,
  cents bigint not null check (cents <> 0),
  what_for text,
  booked_by uuid not null references auth.users,
  booked_at timestamptz not null default now()
);
create table public.wishes (
  id bigint generated always as identity primary key,
  child_id uuid not null default auth.uid() references public.family_people (user_id) on delete cascade,
  thing text not null,
  price_cents int check (price_cents > 0),
  granted boolean not null default false
);
alter table public.families enable row level security;
alter table public.family_people enable row level security;
alter table public.purses enable row level security;
alter table public.movements enable row level security;
alter table public.wishes enable row level security;

create function public.my_family() returns uuid language sql stable security definer set search_path = '' as
$$ select family_id from public.family_people where user_id = auth.uid() $$;
create function public.parent_of(child uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from public.family_people p join public.family_people c using (family_id)
    where p.user_id = auth.uid() and p.is_parent and c.user_id = child and not c.is_parent)
$$;

create policy "my family" on public.families for select to authenticated using (id = public.my_family());
create policy "my people" on public.family_people for select to authenticated using (family_id = public.my_family());
create policy "my purse or my child's" on public.purses for select to authenticated
  using (holder_id = auth.uid() or public.parent_of(holder_id));
create policy "movements of visible purses" on public.movements for select to authenticated
  using (exists (select 1 from public.purses p where p.id = purse_id));
create policy "wishes of mine and of my children" on public.wishes for select to authenticated
  using (child_id = auth.uid() or public.parent_of(child_id));
create policy "wish" on public.wishes for insert to authenticated with check (child_id = auth.uid() and not granted);
create policy "no longer wish" on public.wishes for delete to authenticated using (child_id = auth.uid() and not granted);
create policy "grant a wish" on public.wishes for update to authenticated using (public.parent_of(child_id));

revoke insert, update, delete on public.families, public.family_people, public.purses, public.movements from anon, authenticated;
revoke update on public.wishes from anon, authenticated;
grant update (granted) on public.wishes to authenticated;

create function public.pay_in(purse uuid, amount_cents bigint, reason text default null) returns void
language plpgsql security definer set search_path = '' as $$
declare holder uuid;
begin
  select holder_id into holder from public.purses where id = purse for update;
  if holder is null or not public.parent_of(holder) then
    raise exception 'no such purse' using errcode = 'P0002';
  end if;
  if amount_cents <= 0 then raise exception 'an amount above nothing'; end if;
  update public.purses set cents = cents + amount_cents where id = purse;
  insert into public.movements (purse_id, cents, what_for, booked_by) values (purse, amount_cents, reason, auth.uid());
end $$;

create function public.spend(amount_cents bigint, reason text) returns bigint
language plpgsql security definer set search_path = '' as $$
declare p public.purses;
begin
  select * into p from public.purses where holder_id = auth.uid() for update;
  if not found then raise exception 'you have no purse'; end if;
  if amount_cents <= 0 or amount_cents > p.cents then raise exception 'not enough in it'; end if;
  update public.purses set cents = cents - amount_cents where id = p.id;
  insert into public.movements (purse_id, cents, what_for, booked_by) values (p.id, -amount_cents, reason, auth.uid());
  return p.cents - amount_cents;
end $$;

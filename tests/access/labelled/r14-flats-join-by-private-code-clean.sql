-- A flat is joined by a code that only its people know; the flat stands in one's profile, which only the function writes.
-- clean

create table public.flats (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.flat_codes (
  code text primary key,
  flat_id uuid not null references public.flats (id),
  expires_at timestamptz not null default now() + interval '1 day'
);
create table public.flatmates (
  user_id uuid primary key references auth.users (id),
  flat_id uuid references public.flats (id),
  nickname text
);
create table public.chores (
  id uuid primary key default gen_random_uuid(),
  flat_id uuid not null references public.flats (id),
  what text not null,
  done boolean not null default false
);
create function public.my_flat() returns uuid language sql stable security definer set search_path = '' as
  $$ select f.flat_id from public.flatmates f where f.user_id = auth.uid() $$;
alter table public.flats enable row level security;
alter table public.flat_codes enable row level security;
alter table public.flatmates enable row level security;
alter table public.chores enable row level security;
revoke insert, update, delete on public.flatmates from anon, authenticated;
grant update (nickname) on public.flatmates to authenticated;
create policy "my flat" on public.flats for select to authenticated using (id = public.my_flat());
create policy "codes of my flat" on public.flat_codes for select to authenticated using (flat_id = public.my_flat());
create policy "make a code" on public.flat_codes for insert to authenticated with check (flat_id = public.my_flat());
create policy "flatmates" on public.flatmates for select to authenticated using (user_id = auth.uid() or flat_id = public.my_flat());
create policy "nickname" on public.flatmates for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "chores" on public.chores for all to authenticated using (flat_id = public.my_flat()) with check (flat_id = public.my_flat());

create function public.move_in(p_code text) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  flat uuid;
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  select c.flat_id into flat from public.flat_codes c where c.code = p_code and c.expires_at > now();
  if flat is null then
    raise exception 'this code is not valid';
  end if;
  insert into public.flatmates (user_id, flat_id) values (auth.uid(), flat)
  on conflict (user_id) do update set flat_id = excluded.flat_id;
  return flat;
end $$;
revoke execute on function public.move_in(text) from public, anon;
grant execute on function public.move_in(text) to authenticated;

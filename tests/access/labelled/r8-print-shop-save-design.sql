-- Print on demand: the function that saves a design overwrites the design of anyone whose id it is given.
-- expect: error|warning bypass|tampering save_design
-- also: bypass|tampering|forgery save_design|designs
create table public.designs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  svg text not null,
  published boolean not null default false,
  updated_at timestamptz not null default now()
);
create table public.products (
  id bigint generated always as identity primary key,
  design_id uuid not null references public.designs(id) on delete cascade,
  kind text not null check (kind in ('shirt','mug','poster')),
  price_cents int not null check (price_cents > 0)
);
alter table public.designs enable row level security;
alter table public.products enable row level security;
create policy "see own and published designs" on public.designs for select using (published or user_id = auth.uid());
create policy "delete own designs" on public.designs for delete to authenticated using (user_id = auth.uid());
create policy "publish own designs" on public.designs for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "products of published designs" on public.products for select
  using (exists (select 1 from public.designs d where d.id = design_id));
create policy "sell own designs" on public.products for insert to authenticated
  with check (exists (select 1 from public.designs d where d.id = design_id and d.user_id = auth.uid()));
create or replace function public.save_design(p_id uuid, p_title text, p_svg text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare result uuid;
begin
  if auth.uid() is null then
    raise exception 'not signed in';
  end if;
  insert into public.designs (id, user_id, title, svg)
  values (coalesce(p_id, gen_random_uuid()), auth.uid(), p_title, p_svg)
  on conflict (id) do update set title = excluded.title, svg = excluded.svg, updated_at = now()
  returning id into result;
  return result;
end $$;
revoke execute on function public.save_design(uuid, text, text) from public, anon;
grant execute on function public.save_design(uuid, text, text) to authenticated;

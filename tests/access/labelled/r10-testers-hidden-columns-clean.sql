-- The policy reads columns that the caller may not select, and the table lists everyone's public columns only.
-- clean

create table public.products (
  id int primary key,
  name text not null
);
create table public.beta_testers (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  product_id int not null references public.products (id),
  alias text not null,
  email text,
  listed boolean not null default true,
  unique (user_id, product_id)
);
alter table public.products enable row level security;
alter table public.beta_testers enable row level security;
revoke all on public.beta_testers from anon, authenticated;
grant select (id, product_id, alias) on public.beta_testers to authenticated;
grant insert (product_id, alias, email, listed) on public.beta_testers to authenticated;
grant update (alias, email, listed) on public.beta_testers to authenticated;
grant delete on public.beta_testers to authenticated;
create policy "products" on public.products for select using (true);
create policy "listed testers, and oneself" on public.beta_testers for select to authenticated
  using (listed or user_id = (select auth.uid()));
create policy "join" on public.beta_testers for insert to authenticated with check (user_id = (select auth.uid()));
create policy "change oneself" on public.beta_testers for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "quit" on public.beta_testers for delete to authenticated using (user_id = (select auth.uid()));

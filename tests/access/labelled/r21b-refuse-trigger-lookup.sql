-- expect: error|warning|review error|dead claims|check_claim|vouchers
create table public.vouchers (id uuid primary key default gen_random_uuid(), shop_id uuid not null references auth.users(id), code text not null, active boolean not null default true);
create table public.claims (id uuid primary key default gen_random_uuid(), voucher_id uuid not null references public.vouchers(id), user_id uuid not null default auth.uid() references auth.users(id));
alter table public.vouchers enable row level security; alter table public.claims enable row level security;
create policy s on public.vouchers for all to authenticated using (shop_id = (select auth.uid())) with check (shop_id = (select auth.uid()));
create policy c on public.claims for select to authenticated using (user_id = (select auth.uid()));
create policy ci on public.claims for insert to authenticated with check (user_id = (select auth.uid()));
create function public.check_claim() returns trigger language plpgsql set search_path = '' as $$ begin
 if exists (select 1 from public.vouchers v where v.id = new.voucher_id and v.shop_id = new.user_id) then raise exception 'own voucher'; end if;
 if not exists (select 1 from public.vouchers v where v.id = new.voucher_id and v.active) then raise exception 'voucher is not active'; end if;
 return new; end $$;
create trigger check_claim before insert on public.claims for each row execute function public.check_claim();

-- Vouchers that nobody has used are readable, codes and all, and audit rows are refused since the trigger writes with the caller's rights.
-- expect: error exposure|bypass vouchers authenticated
-- expect: error error|dead purchases|purchase_audit authenticated
-- also: exposure|bypass|tampering|escalation vouchers
-- also: error|dead purchases|purchase_audit
create table public.vouchers (
  id uuid primary key default gen_random_uuid(),
  code text not null unique,
  percent int not null check (percent between 1 and 100),
  issued_to uuid not null references auth.users(id),
  used_by uuid references auth.users(id)
);
create table public.purchases (id uuid primary key default gen_random_uuid(), buyer_id uuid not null default auth.uid() references auth.users(id), cents int not null check (cents > 0));
create table public.purchase_audit (id bigint generated always as identity primary key, purchase_id uuid not null, actor uuid, at timestamptz not null default now());
create function public.audit_purchase() returns trigger language plpgsql as $$
begin
  insert into public.purchase_audit (purchase_id, actor) values (new.id, auth.uid());
  return new;
end $$;
create trigger audit_purchase after insert on public.purchases for each row execute function public.audit_purchase();
alter table public.vouchers enable row level security;
alter table public.purchases enable row level security;
alter table public.purchase_audit enable row level security;
create policy "usable or mine" on public.vouchers for select to authenticated using (used_by is null or used_by = auth.uid() or issued_to = auth.uid());
create policy own on public.purchases for select to authenticated using (buyer_id = auth.uid());
create policy buy on public.purchases for insert to authenticated with check (buyer_id = auth.uid());
create policy "actor reads" on public.purchase_audit for select to authenticated using (actor = auth.uid());

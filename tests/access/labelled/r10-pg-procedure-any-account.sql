-- platform: postgres
-- Accounts are the tenant's own; the procedure that closes one asks for nothing but its number.
-- expect: error tampering|bypass close_account|accounts r10_portal

create role r10_portal;
create table accounts (
  id bigint primary key,
  tenant text not null,
  balance numeric(12, 2) not null default 0,
  closed boolean not null default false
);
create table transfers (
  id bigint primary key,
  tenant text not null,
  account_id bigint not null references accounts (id),
  amount numeric(12, 2) not null
);
alter table accounts enable row level security;
alter table transfers enable row level security;
create policy own_accounts on accounts for select to r10_portal using (tenant = current_setting('app.tenant', true));
create policy own_accounts_kept on accounts for update to r10_portal
  using (tenant = current_setting('app.tenant', true)) with check (tenant = current_setting('app.tenant', true));
create policy own_transfers on transfers for select to r10_portal using (tenant = current_setting('app.tenant', true));
grant select, update on accounts to r10_portal;
grant select on transfers to r10_portal;

create procedure close_account(p_account bigint) language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update accounts set closed = true, balance = 0 where id = p_account;
end $$;

-- platform: postgres
-- Lines have no tenant of their own: their policies ask the invoice, whose policy asks the session.
-- clean

create role r14_books;
create role r14_reader;
create table invoices (
  id int primary key,
  tenant text not null,
  number text not null,
  unique (tenant, number)
);
create table invoice_lines (
  id int primary key,
  invoice_id int not null references invoices (id) on delete cascade,
  text text not null,
  cents int not null
);
alter table invoices enable row level security;
alter table invoice_lines enable row level security;
create policy of_tenant on invoices for all to r14_books
  using (tenant = current_setting('app.tenant', true)) with check (tenant = current_setting('app.tenant', true));
create policy of_tenant_read on invoices for select to r14_reader using (tenant = current_setting('app.tenant', true));
create policy of_invoice on invoice_lines for all to r14_books
  using (invoice_id in (select i.id from invoices i)) with check (invoice_id in (select i.id from invoices i));
create policy of_invoice_read on invoice_lines for select to r14_reader using (exists (select from invoices i where i.id = invoice_id));
grant select, insert, update, delete on invoices, invoice_lines to r14_books;
grant select on invoices, invoice_lines to r14_reader;

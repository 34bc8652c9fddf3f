-- Invoices for organisations: a changed invoice is checked for a customer, not for the organisation.
-- expect: error|warning tampering invoices
create extension if not exists pgcrypto with schema extensions;
create type public.org_role as enum ('owner', 'admin', 'accountant', 'member');
create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  vat_id text,
  created_by uuid not null default auth.uid() references auth.users(id),
  created_at timestamptz not null default now()
);
create table public.memberships (
  org_id uuid not null references public.organizations(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role public.org_role not null default 'member',
  created_at timestamptz not null default now(),
  primary key (org_id, user_id)
);
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations(id) on delete cascade,
  email text not null,
  role public.org_role not null default 'member' check (role <> 'owner'),
  token_hash text not null,
  invited_by uuid not null default auth.uid() references auth.users(id),
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz
);
create table public.customers (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations(id) on delete cascade,
  name text not null,
  email text,
  unique (org_id, name)
);
create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations(id) on delete cascade,
  customer_id uuid not null references public.customers(id),
  number text not null,
  status text not null default 'draft' check (status in ('draft','sent','paid','void')),
  due_on date,
  created_by uuid not null default auth.uid() references auth.users(id),
  unique (org_id, number)
);
create table public.invoice_lines (
  id bigint generated always as identity primary key,
  invoice_id uuid not null references public.invoices(id) on delete cascade,
  description text not null,
  quantity numeric(10,2) not null check (quantity > 0),
  unit_price numeric(12,2) not null,
  total numeric(14,2) generated always as (quantity * unit_price) stored
);
create table public.subscriptions (
  org_id uuid primary key references public.organizations(id) on delete cascade,
  plan text not null default 'free' check (plan in ('free','team','business')),
  seats int not null default 3 check (seats > 0),
  stripe_customer_id text
);
create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations(id) on delete cascade,
  name text not null,
  key_hash text not null,
  created_by uuid not null default auth.uid() references auth.users(id),
  revoked_at timestamptz
);
create table public.audit_log (
  id bigint generated always as identity primary key,
  org_id uuid not null,
  actor_id uuid,
  action text not null,
  entity text not null,
  entity_id text,
  at timestamptz not null default now()
);
create function public.org_role_of(o uuid) returns public.org_role language sql stable security definer set search_path = '' as
  $$ select role from public.memberships where org_id = o and user_id = (select auth.uid()) $$;
create function public.org_of_invoice(i uuid) returns uuid language sql stable security definer set search_path = '' as
  $$ select org_id from public.invoices where id = i $$;
alter table public.organizations enable row level security;
alter table public.memberships enable row level security;
alter table public.invitations enable row level security;
alter table public.customers enable row level security;
alter table public.invoices enable row level security;
alter table public.invoice_lines enable row level security;
alter table public.subscriptions enable row level security;
alter table public.api_keys enable row level security;
alter table public.audit_log enable row level security;
create policy org_select on public.organizations for select to authenticated using (created_by = auth.uid() or public.org_role_of(id) is not null);
create policy org_insert on public.organizations for insert to authenticated with check (created_by = auth.uid());
create policy org_update on public.organizations for update to authenticated using (public.org_role_of(id) in ('owner','admin')) with check (public.org_role_of(id) in ('owner','admin'));
revoke update on public.organizations from anon, authenticated;
grant update (name, vat_id) on public.organizations to authenticated;
create policy mem_select on public.memberships for select to authenticated using (public.org_role_of(org_id) is not null);
create policy mem_update on public.memberships for update to authenticated
  using (public.org_role_of(org_id) = 'owner') with check (public.org_role_of(org_id) = 'owner');
revoke update on public.memberships from anon, authenticated;
grant update (role) on public.memberships to authenticated;
create policy mem_delete on public.memberships for delete to authenticated
  using ((user_id = auth.uid() and role <> 'owner') or public.org_role_of(org_id) = 'owner');
create policy inv_select on public.invitations for select to authenticated using (public.org_role_of(org_id) in ('owner','admin'));
create policy inv_insert on public.invitations for insert to authenticated
  with check (public.org_role_of(org_id) in ('owner','admin') and invited_by = auth.uid() and accepted_at is null);
create policy inv_delete on public.invitations for delete to authenticated using (public.org_role_of(org_id) in ('owner','admin'));
create policy cus_select on public.customers for select to authenticated using (public.org_role_of(org_id) is not null);
create policy cus_write on public.customers for all to authenticated using (public.org_role_of(org_id) is not null) with check (public.org_role_of(org_id) is not null);
create policy inv_read on public.invoices for select to authenticated using (public.org_role_of(org_id) is not null);
create policy inv_create on public.invoices for insert to authenticated
  with check (public.org_role_of(org_id) in ('owner','admin','accountant') and created_by = auth.uid()
    and exists (select 1 from public.customers c where c.id = customer_id and c.org_id = invoices.org_id));
create policy inv_change on public.invoices for update to authenticated
  using (public.org_role_of(org_id) in ('owner','admin','accountant') and status in ('draft','sent'))
  with check (customer_id is not null and number <> '');
create policy inv_drop on public.invoices for delete to authenticated using (public.org_role_of(org_id) in ('owner','admin','accountant') and status = 'draft');
create policy line_read on public.invoice_lines for select to authenticated using (public.org_role_of(public.org_of_invoice(invoice_id)) is not null);
create policy line_write on public.invoice_lines for all to authenticated
  using (public.org_role_of(public.org_of_invoice(invoice_id)) in ('owner','admin','accountant'))
  with check (public.org_role_of(public.org_of_invoice(invoice_id)) in ('owner','admin','accountant'));
create policy sub_read on public.subscriptions for select to authenticated using (public.org_role_of(org_id) in ('owner','admin'));
create policy key_read on public.api_keys for select to authenticated using (public.org_role_of(org_id) in ('owner','admin'));
create policy key_drop on public.api_keys for delete to authenticated using (public.org_role_of(org_id) in ('owner','admin'));
create policy log_read on public.audit_log for select to authenticated using (public.org_role_of(org_id) in ('owner','admin'));
create function public.organization_created() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.memberships (org_id, user_id, role) values (new.id, new.created_by, 'owner');
  insert into public.subscriptions (org_id) values (new.id);
  return new;
end $$;
create trigger organizations_created after insert on public.organizations for each row execute function public.organization_created();
create function public.write_audit() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.audit_log (org_id, actor_id, action, entity, entity_id)
  values (coalesce(new.org_id, old.org_id), auth.uid(), lower(tg_op), tg_table_name, coalesce(new.id, old.id)::text);
  return coalesce(new, old);
end $$;
create trigger invoices_audit after insert or update or delete on public.invoices for each row execute function public.write_audit();
create function public.accept_invitation(p_token text) returns uuid language plpgsql security definer set search_path = '' as $$
declare v public.invitations;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  update public.invitations set accepted_at = now()
   where token_hash = encode(extensions.digest(p_token, 'sha256'), 'hex') and accepted_at is null and expires_at > now()
     and lower(email) = lower(auth.jwt() ->> 'email')
   returning * into v;
  if v.id is null then raise exception 'invalid invitation' using errcode = '42501'; end if;
  insert into public.memberships (org_id, user_id, role) values (v.org_id, auth.uid(), v.role) on conflict do nothing;
  return v.org_id;
end $$;
create function public.create_api_key(p_org uuid, p_name text) returns text language plpgsql security definer set search_path = '' as $$
declare k text := encode(extensions.gen_random_bytes(24), 'hex');
begin
  if coalesce(public.org_role_of(p_org) not in ('owner','admin'), true) then raise exception 'not allowed' using errcode = '42501'; end if;
  insert into public.api_keys (org_id, name, key_hash, created_by) values (p_org, p_name, encode(extensions.digest(k, 'sha256'), 'hex'), auth.uid());
  return k;
end $$;
create view public.open_invoices with (security_invoker = true) as
  select i.id, i.org_id, i.number, i.due_on, coalesce(sum(l.total), 0) as total
  from public.invoices i left join public.invoice_lines l on l.invoice_id = i.id
  where i.status = 'sent' group by i.id;

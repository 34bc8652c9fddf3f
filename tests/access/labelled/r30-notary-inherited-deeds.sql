-- Deeds of property inherit from deeds, but not their row-level security. A function reads any deed by its number.
-- expect: error bypass|exposure property_deeds authenticated
-- expect: error bypass deed_summary authenticated
-- also: bypass|exposure|tampering|forgery property_deeds
create table deeds (
  number text primary key,
  notary_id uuid not null default auth.uid() references auth.users on delete restrict,
  client_id uuid references auth.users on delete set null,
  drawn_up_on date not null default current_date,
  content text not null
);
create table property_deeds (parcel text not null, purchase_price numeric(12,2)) inherits (deeds);
create table seals (
  notary_id uuid primary key references auth.users on delete cascade,
  seal_number text not null unique
);
alter table deeds enable row level security;
alter table seals enable row level security;
create policy "notary and client read a deed" on deeds for select to authenticated using (auth.uid() in (notary_id, client_id));
create policy "notaries draw up deeds" on deeds for insert to authenticated
  with check (notary_id = auth.uid() and exists (select 1 from seals s where s.notary_id = auth.uid()));
create policy "own seal" on seals for select to authenticated using (notary_id = auth.uid());

create function deed_summary(deed_number text) returns json language sql stable security definer set search_path = public as $$
  select json_build_object('number', d.number, 'date', d.drawn_up_on, 'notary', d.notary_id, 'client', d.client_id, 'content', d.content)
  from deeds d where d.number = deed_number
$$;

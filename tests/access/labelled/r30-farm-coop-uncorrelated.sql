-- Fields of a cooperative: the policy asks whether the caller farms any field, not this one. A row of the inner table is
-- compared with itself.
-- expect: error tampering|escalation harvests|fields authenticated
-- also: tampering|forgery|exposure|bypass|escalation harvests|fields
create table farmers (
  id uuid primary key references auth.users on delete cascade,
  farm_name text not null
);
create table fields (
  id int generated always as identity primary key,
  name text not null,
  hectares numeric(6,2) not null check (hectares > 0)
);
create table field_farmers (
  field_id int not null references fields on delete cascade,
  farmer_id uuid not null references farmers on delete cascade,
  primary key (field_id, farmer_id)
);
create table harvests (
  id bigint generated always as identity primary key,
  field_id int not null references fields on delete cascade,
  harvested_on date not null,
  tonnes numeric(7,2) not null check (tonnes >= 0),
  price_per_tonne numeric(7,2)
);
alter table farmers enable row level security;
alter table fields enable row level security;
alter table field_farmers enable row level security;
alter table harvests enable row level security;
create policy "me" on farmers for select to authenticated using (id = auth.uid());
create policy "my assignments" on field_farmers for select to authenticated using (farmer_id = auth.uid());
create policy "my fields" on fields for select to authenticated
  using (exists (select 1 from field_farmers ff where ff.field_id = fields.id and ff.farmer_id = auth.uid()));
create policy "the cooperative knows all harvests" on harvests for select to authenticated using (true);
create policy "enter harvests" on harvests for insert to authenticated
  with check (exists (select 1 from field_farmers ff where ff.field_id = harvests.field_id and ff.farmer_id = auth.uid()));
create policy "correct harvests" on harvests for update to authenticated
  using (exists (select 1 from field_farmers ff where ff.field_id = field_id and ff.farmer_id = auth.uid()))
  with check (exists (select 1 from field_farmers ff where ff.field_id = field_id and ff.farmer_id = auth.uid()));

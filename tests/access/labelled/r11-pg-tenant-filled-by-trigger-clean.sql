-- platform: postgres
-- Inserts are let in with `true`, and a trigger writes the session's tenant over whatever the client sent.
-- clean

create role r11_desk;
create table parcels (
  id int generated always as identity primary key,
  tenant text not null,
  weight_g int not null check (weight_g between 1 and 50000)
);
create function stamp_tenant() returns trigger language plpgsql as $$
begin
  new.tenant := nullif(current_setting('app.tenant', true), '');
  return new;
end $$;
create trigger stamp_tenant before insert or update on parcels for each row execute function stamp_tenant();
alter table parcels enable row level security;
create policy seen on parcels for select to r11_desk using (tenant = nullif(current_setting('app.tenant', true), ''));
create policy taken_in on parcels for insert to r11_desk with check (true);
create policy weighed on parcels for update to r11_desk using (tenant = nullif(current_setting('app.tenant', true), '')) with check (true);
grant select, insert, update on parcels to r11_desk;

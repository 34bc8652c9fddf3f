-- platform: postgres
-- A laboratory: definer export that filters by the same setting, an audit table that is written but never read, columns that may not be changed.
-- clean
create role r41_lab_owner nologin;
grant r41_lab_owner to current_user;
create role r41_lab_app login;
create schema lab authorization r41_lab_owner;
set role r41_lab_owner;
create table lab.samples (
  id bigint generated always as identity primary key,
  site text not null default current_setting('lab.site', true) check (length(site) > 0),
  barcode text not null unique,
  taken_at timestamptz not null default now(),
  approved boolean not null default false
);
create table lab.results (
  sample_id bigint not null references lab.samples on delete cascade,
  analyte text not null check (analyte in ('na', 'k', 'crp')),
  value numeric not null,
  primary key (sample_id, analyte)
);
create table lab.audit (
  id bigint generated always as identity primary key,
  site text not null default current_setting('lab.site', true),
  what text not null
);
alter table lab.samples enable row level security;
alter table lab.results enable row level security;
alter table lab.audit enable row level security;
create policy site on lab.samples using (site = current_setting('lab.site', true)) with check (site = current_setting('lab.site', true));
create policy site on lab.results using (exists (select from lab.samples s where s.id = sample_id))
  with check (exists (select from lab.samples s where s.id = sample_id));
create policy noted on lab.audit for insert with check (site = current_setting('lab.site', true));
create function lab.export(only_analyte text default null) returns table (barcode text, analyte text, value numeric)
language sql stable security definer set search_path = '' as $$
  select s.barcode, r.analyte, r.value
  from lab.samples s join lab.results r on r.sample_id = s.id
  where s.site = current_setting('lab.site', true)
    and (only_analyte is null or r.analyte = only_analyte);
$$;
create function lab.note() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into lab.audit (site, what) values (new.site, tg_op || ' ' || new.barcode);
  return new;
end;
$$;
create trigger note after insert or update on lab.samples for each row execute function lab.note();
revoke execute on function lab.export(text) from public;
grant usage on schema lab to r41_lab_app;
grant select, insert (site, barcode, taken_at), update (barcode, taken_at) on lab.samples to r41_lab_app;
grant select, insert, update, delete on lab.results to r41_lab_app;
grant insert (what) on lab.audit to r41_lab_app;
grant execute on function lab.export(text) to r41_lab_app;
reset role;

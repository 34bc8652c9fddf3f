-- The helper is SECURITY DEFINER so that it does not meet the policy again; but the table forces row-level security on its owner, whom the function runs as, and so it does.
-- expect: error error mandates estate_agent
-- also: error|dead mandates|viewings|leads_mandate
-- platform: postgres
create role estate_owner nologin;
create role estate_agent nologin;
grant estate_owner to current_user;
create schema estate authorization estate_owner;
set role estate_owner;
create table estate.mandates (
  id bigint generated always as identity primary key,
  address text not null,
  lead_agent text not null,
  deputy text
);
create table estate.viewings (
  id bigint generated always as identity primary key,
  mandate_id bigint not null references estate.mandates (id),
  visitor text not null,
  at timestamptz not null
);
create function estate.leads_mandate(p_mandate bigint) returns boolean
language plpgsql stable security definer set search_path = estate, pg_temp as $$
begin
  return exists (
    select 1 from mandates m
    where m.id = p_mandate and current_setting('estate.agent', true) in (m.lead_agent, m.deputy));
end $$;
alter table estate.mandates enable row level security;
alter table estate.mandates force row level security;
alter table estate.viewings enable row level security;
create policy mine on estate.mandates for select using (estate.leads_mandate(id));
create policy mine on estate.viewings for select using (estate.leads_mandate(mandate_id));
grant usage on schema estate to estate_agent;
grant select on estate.mandates, estate.viewings to estate_agent;
reset role;

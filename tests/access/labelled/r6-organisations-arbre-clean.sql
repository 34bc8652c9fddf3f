-- clean
-- Jumeau de l'arbre : le parent n'est pas modifiable (droits par colonne), et l'accès descend au lieu de monter.
create table public.organisations (
  id integer primary key generated always as identity,
  parent_id integer references public.organisations (id) check (parent_id <> id),
  nom text not null
);
create table public.adhesions (
  organisation_id integer not null references public.organisations (id) on delete cascade,
  personne_id uuid not null references auth.users (id) on delete cascade,
  fonction text not null default 'membre' check (fonction in ('membre', 'responsable')),
  primary key (organisation_id, personne_id)
);
create table public.documents (
  id integer primary key generated always as identity,
  organisation_id integer not null references public.organisations (id) on delete cascade,
  titre text not null,
  confidentiel boolean not null default false
);
create function public.mes_organisations(seulement_responsable boolean default false) returns setof integer
language sql stable security definer set search_path = public as $$
  with recursive descente as (
    select a.organisation_id as id from adhesions a
    where a.personne_id = auth.uid() and (a.fonction = 'responsable' or not seulement_responsable)
    union
    select o.id from organisations o join descente d on o.parent_id = d.id
  )
  select id from descente
$$;
alter table public.organisations enable row level security;
alter table public.adhesions enable row level security;
alter table public.documents enable row level security;
revoke insert, update, delete on public.organisations from anon, authenticated;
grant update (nom) on public.organisations to authenticated;
create policy lire_organisations on public.organisations for select to authenticated using (id in (select mes_organisations()));
create policy renommer on public.organisations for update to authenticated
  using (id in (select mes_organisations(true))) with check (id in (select mes_organisations(true)));
create policy lire_adhesions on public.adhesions for select to authenticated
  using (personne_id = auth.uid() or organisation_id in (select mes_organisations(true)));
create policy ajouter_membres on public.adhesions for insert to authenticated
  with check (organisation_id in (select mes_organisations(true)));
create policy lire_documents on public.documents for select to authenticated using (
  organisation_id in (select mes_organisations(true))
  or (not confidentiel and organisation_id in (select mes_organisations())));
create policy deposer on public.documents for insert to authenticated with check (organisation_id in (select mes_organisations(true)));

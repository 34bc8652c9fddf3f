-- Les membres lisent les documents des organisations parentes ; or le responsable choisit lui-même le parent de la sienne.
-- expect: error escalation organisations authenticated
create table public.organisations (
  id integer primary key generated always as identity,
  parent_id integer references public.organisations (id),
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
  contenu text
);
create function public.mes_organisations() returns setof integer
language sql stable security definer set search_path = public as $$
  with recursive remontee as (
    select o.id, o.parent_id from organisations o join adhesions a on a.organisation_id = o.id where a.personne_id = auth.uid()
    union
    select p.id, p.parent_id from organisations p join remontee r on p.id = r.parent_id
  )
  select id from remontee
$$;
create function public.est_responsable(org integer) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from adhesions where organisation_id = org and personne_id = auth.uid() and fonction = 'responsable')
$$;
alter table public.organisations enable row level security;
alter table public.adhesions enable row level security;
alter table public.documents enable row level security;
create policy lire_organisations on public.organisations for select to authenticated using (true);
create policy modifier_organisation on public.organisations for update to authenticated
  using (est_responsable(id)) with check (est_responsable(id));
create policy lire_adhesions on public.adhesions for select to authenticated using (personne_id = auth.uid() or est_responsable(organisation_id));
create policy gerer_adhesions on public.adhesions for insert to authenticated with check (est_responsable(organisation_id));
create policy retirer_adhesions on public.adhesions for delete to authenticated using (est_responsable(organisation_id) or personne_id = auth.uid());
create policy lire_documents on public.documents for select to authenticated using (organisation_id in (select mes_organisations()));
create policy deposer_documents on public.documents for insert to authenticated with check (est_responsable(organisation_id));
create policy supprimer_documents on public.documents for delete to authenticated using (est_responsable(organisation_id));

-- Inmobiliaria: cada agente cambia en su propia ficha la agencia, y ve entonces los clientes de la otra.
-- expect: error|warning escalation agentes
create table public.agencias (
  id uuid primary key default gen_random_uuid(),
  nombre text not null,
  cif text unique
);
create table public.agentes (
  id uuid primary key references auth.users(id) on delete cascade,
  agencia_id uuid references public.agencias(id),
  nombre text not null default '',
  telefono text
);
create table public.propiedades (
  id uuid primary key default gen_random_uuid(),
  agencia_id uuid not null references public.agencias(id) on delete cascade,
  titulo text not null,
  precio numeric(12,2) check (precio > 0),
  publicada boolean not null default false
);
create table public.clientes (
  id uuid primary key default gen_random_uuid(),
  agencia_id uuid not null references public.agencias(id) on delete cascade,
  nombre text not null,
  dni text,
  presupuesto numeric(12,2)
);
create table public.visitas (
  id uuid primary key default gen_random_uuid(),
  propiedad_id uuid not null references public.propiedades(id) on delete cascade,
  cliente_id uuid not null references public.clientes(id) on delete cascade,
  agente_id uuid not null references public.agentes(id),
  fecha timestamptz not null
);
create or replace function public.mi_agencia() returns uuid language sql stable security definer set search_path = public as
  $$ select agencia_id from agentes where id = auth.uid() $$;
alter table public.agencias enable row level security;
alter table public.agentes enable row level security;
alter table public.propiedades enable row level security;
alter table public.clientes enable row level security;
alter table public.visitas enable row level security;
create policy "ver mi agencia" on public.agencias for select to authenticated using (id = public.mi_agencia());
create policy "ver agentes de mi agencia" on public.agentes for select to authenticated using (id = auth.uid() or agencia_id = public.mi_agencia());
create policy "editar mi ficha" on public.agentes for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "propiedades publicadas" on public.propiedades for select using (publicada or agencia_id = public.mi_agencia());
create policy "gestionar propiedades" on public.propiedades for all to authenticated using (agencia_id = public.mi_agencia()) with check (agencia_id = public.mi_agencia());
create policy "clientes de mi agencia" on public.clientes for all to authenticated using (agencia_id = public.mi_agencia()) with check (agencia_id = public.mi_agencia());
create policy "visitas de mi agencia" on public.visitas for select to authenticated
  using (exists (select 1 from public.propiedades p where p.id = propiedad_id and p.agencia_id = public.mi_agencia()));
create policy "crear visitas" on public.visitas for insert to authenticated
  with check (agente_id = auth.uid() and exists (select 1 from public.propiedades p where p.id = propiedad_id and p.agencia_id = public.mi_agencia())
    and exists (select 1 from public.clientes c where c.id = cliente_id));
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin insert into agentes (id, nombre) values (new.id, coalesce(new.raw_user_meta_data->>'nombre', '')); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();

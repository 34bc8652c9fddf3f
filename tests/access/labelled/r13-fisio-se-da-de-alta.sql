-- Una clínica de fisioterapia: cualquiera se da de alta en el personal.
-- expect: error|warning escalation personal
-- also: escalation|bypass|tampering citas|notas
-- Whoever may enter himself is staff: what staff delete and move of others, with what hangs on it, anybody does then.
insert into storage.buckets (id, name, public) values ('documentos', 'documentos', false) on conflict (id) do nothing;
create table public.personal (
  usuario_id uuid primary key references auth.users(id) on delete cascade,
  nombre text not null,
  cargo text not null check (cargo in ('fisioterapeuta','recepcion','direccion'))
);
create table public.pacientes (
  id uuid primary key default gen_random_uuid(),
  usuario_id uuid unique references auth.users(id) on delete set null,
  nombre text not null,
  telefono text,
  fecha_nacimiento date check (fecha_nacimiento > '1900-01-01'),
  alergias text
);
create table public.citas (
  id uuid primary key default gen_random_uuid(),
  paciente_id uuid not null references public.pacientes(id) on delete cascade,
  fisio_id uuid not null references public.personal(usuario_id),
  inicio timestamptz not null,
  minutos int not null default 45 check (minutos in (30, 45, 60)),
  estado text not null default 'pedida' check (estado in ('pedida','confirmada','anulada','hecha'))
);
create table public.notas (
  id uuid primary key default gen_random_uuid(),
  cita_id uuid not null references public.citas(id) on delete cascade,
  autor_id uuid not null default auth.uid() references public.personal(usuario_id),
  texto text not null,
  compartida boolean not null default false
);
create table public.facturas (
  id bigint generated always as identity primary key,
  paciente_id uuid not null references public.pacientes(id),
  importe numeric(8,2) not null check (importe > 0),
  pagada boolean not null default false,
  emitida_el date not null default current_date
);
create table public.ejercicios (
  id int generated always as identity primary key,
  titulo text not null,
  video_url text,
  publico boolean not null default true
);
create table public.planes (
  paciente_id uuid not null references public.pacientes(id) on delete cascade,
  ejercicio_id int not null references public.ejercicios(id),
  repeticiones int not null check (repeticiones between 1 and 100),
  hecho_el date,
  primary key (paciente_id, ejercicio_id)
);
create table public.opiniones (
  id uuid primary key default gen_random_uuid(),
  paciente_id uuid not null references public.pacientes(id) on delete cascade,
  estrellas int not null check (estrellas between 1 and 5),
  texto text,
  publicada boolean not null default false
);
create function public.es_personal() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.personal where usuario_id = (select auth.uid())) $$;
create function public.es_fisio() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.personal where usuario_id = (select auth.uid()) and cargo in ('fisioterapeuta','direccion')) $$;
create function public.mi_paciente() returns uuid language sql stable security definer set search_path = '' as
  $$ select id from public.pacientes where usuario_id = (select auth.uid()) $$;
alter table public.personal enable row level security;
alter table public.pacientes enable row level security;
alter table public.citas enable row level security;
alter table public.notas enable row level security;
alter table public.facturas enable row level security;
alter table public.ejercicios enable row level security;
alter table public.planes enable row level security;
alter table public.opiniones enable row level security;
create policy "el equipo se ve" on public.personal for select to authenticated using (true);
create policy "mi ficha" on public.pacientes for select to authenticated using (usuario_id = auth.uid());
create policy "el personal ve fichas" on public.pacientes for select to authenticated using (public.es_personal());
create policy "el personal lleva fichas" on public.pacientes for all to authenticated using (public.es_personal()) with check (public.es_personal());
create policy "mis citas" on public.citas for select to authenticated using (paciente_id = public.mi_paciente() or public.es_personal());
create policy "pedir cita" on public.citas for insert to authenticated with check (paciente_id = public.mi_paciente() and estado = 'pedida');
create policy "el personal lleva citas" on public.citas for all to authenticated using (public.es_personal()) with check (public.es_personal());
create policy "notas del equipo" on public.notas for select to authenticated using (public.es_fisio());
create policy "notas compartidas conmigo" on public.notas for select to authenticated
  using (compartida and exists (select 1 from public.citas c where c.id = cita_id and c.paciente_id = public.mi_paciente()));
create policy "escribir notas" on public.notas for insert to authenticated with check (autor_id = auth.uid() and public.es_fisio());
create policy "corregir mis notas" on public.notas for update to authenticated using (autor_id = auth.uid() and public.es_fisio()) with check (autor_id = auth.uid() and public.es_fisio());
create policy "mis facturas" on public.facturas for select to authenticated using (paciente_id = public.mi_paciente() or public.es_personal());
create policy "el personal factura" on public.facturas for insert to authenticated with check (public.es_personal());
create policy "el personal cobra" on public.facturas for update to authenticated using (public.es_personal()) with check (public.es_personal());
create policy "ejercicios públicos" on public.ejercicios for select using (publico or public.es_personal());
create policy "el equipo lleva ejercicios" on public.ejercicios for all to authenticated using (public.es_fisio()) with check (public.es_fisio());
create policy "mi plan" on public.planes for select to authenticated using (paciente_id = public.mi_paciente() or public.es_fisio());
create policy "el equipo planifica" on public.planes for all to authenticated using (public.es_fisio()) with check (public.es_fisio());
create policy "opiniones publicadas" on public.opiniones for select using (publicada or paciente_id = public.mi_paciente() or public.es_personal());
create policy "opinar" on public.opiniones for insert to authenticated with check (paciente_id = public.mi_paciente() and not publicada);
create policy "el personal publica" on public.opiniones for update to authenticated using (public.es_personal()) with check (public.es_personal());
create policy "leer documentos propios" on storage.objects for select to authenticated
  using (bucket_id = 'documentos' and ((storage.foldername(name))[1] = auth.uid()::text or public.es_personal()));
create policy "subir documentos propios" on storage.objects for insert to authenticated
  with check (bucket_id = 'documentos' and (storage.foldername(name))[1] = auth.uid()::text);
create function public.anular_cita(p_cita uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.citas set estado = 'anulada' where id = p_cita and paciente_id = public.mi_paciente() and estado in ('pedida','confirmada') and inicio > now();
  if not found then raise exception 'cita no encontrada' using errcode = '42501'; end if;
end $$;
create function public.marcar_ejercicio(p_ejercicio int) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  update public.planes set hecho_el = current_date where ejercicio_id = p_ejercicio and paciente_id = public.mi_paciente();
  return found;
end $$;
create function public.huecos_ocupados(p_fisio uuid) returns table (inicio timestamptz, minutos int) language sql stable security definer set search_path = '' as
  $$ select c.inicio, c.minutos from public.citas c where c.fisio_id = p_fisio and c.estado in ('pedida','confirmada') and c.inicio > now() $$;
create policy "darse de alta" on public.personal for insert to authenticated with check (usuario_id = auth.uid());

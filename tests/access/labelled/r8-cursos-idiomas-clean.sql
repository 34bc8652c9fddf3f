-- clean
-- Cursos de idiomas: contadores por gatillo, plazas limitadas por función, y una vista pública sin datos de alumnos.
create table public.perfiles (
  id uuid primary key references auth.users(id) on delete cascade,
  nombre text not null default '',
  es_profesor boolean not null default false,
  nivel text check (nivel in ('A1','A2','B1','B2','C1','C2'))
);
create table public.cursos (
  id uuid primary key default gen_random_uuid(),
  profesor_id uuid not null references public.perfiles(id),
  idioma text not null,
  plazas int not null check (plazas between 1 and 40),
  inscritos int not null default 0 check (inscritos >= 0),
  abierto boolean not null default true,
  check (inscritos <= plazas)
);
create table public.inscripciones (
  curso_id uuid not null references public.cursos(id) on delete cascade,
  alumno_id uuid not null references public.perfiles(id) on delete cascade,
  inscrito_el timestamptz not null default now(),
  nota numeric(3,1) check (nota between 0 and 10),
  primary key (curso_id, alumno_id)
);
create function public.nuevo_usuario() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.perfiles (id, nombre) values (new.id, coalesce(new.raw_user_meta_data->>'nombre', ''));
  return new;
end $$;
create trigger al_registrarse after insert on auth.users for each row execute function public.nuevo_usuario();
create function public.contar_inscritos() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.cursos set inscritos = inscritos + 1 where id = new.curso_id;
  else
    update public.cursos set inscritos = inscritos - 1 where id = old.curso_id;
  end if;
  return null;
end $$;
create trigger contar after insert or delete on public.inscripciones for each row execute function public.contar_inscritos();
create function public.es_profesor_de(c uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.cursos where id = c and profesor_id = (select auth.uid())) $$;
create function public.soy_profesor() returns boolean language sql stable security definer set search_path = '' as
  $$ select coalesce((select es_profesor from public.perfiles where id = (select auth.uid())), false) $$;
alter table public.perfiles enable row level security;
alter table public.cursos enable row level security;
alter table public.inscripciones enable row level security;
revoke update on public.perfiles from anon, authenticated;
grant update (nombre, nivel) on public.perfiles to authenticated;
revoke insert, update on public.cursos from anon, authenticated;
grant insert (profesor_id, idioma, plazas) on public.cursos to authenticated;
grant update (idioma, plazas, abierto) on public.cursos to authenticated;
create policy "mi perfil" on public.perfiles for select to authenticated using (id = auth.uid());
create policy "editar mi perfil" on public.perfiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "cursos para todos" on public.cursos for select using (true);
create policy "profesores crean" on public.cursos for insert to authenticated with check (profesor_id = auth.uid() and public.soy_profesor());
create policy "profesores editan" on public.cursos for update to authenticated using (profesor_id = auth.uid()) with check (profesor_id = auth.uid());
create policy "mis inscripciones" on public.inscripciones for select to authenticated using (alumno_id = auth.uid() or public.es_profesor_de(curso_id));
create policy "inscribirme" on public.inscripciones for insert to authenticated
  with check (alumno_id = auth.uid() and nota is null and exists (select 1 from public.cursos c where c.id = curso_id and c.abierto));
create policy "darme de baja" on public.inscripciones for delete to authenticated using (alumno_id = auth.uid() and nota is null);
create policy "poner nota" on public.inscripciones for update to authenticated using (public.es_profesor_de(curso_id)) with check (public.es_profesor_de(curso_id));
revoke update on public.inscripciones from anon, authenticated;
grant update (nota) on public.inscripciones to authenticated;
create view public.cursos_abiertos with (security_invoker = true) as
  select id, idioma, plazas - inscritos as libres from public.cursos where abierto and inscritos < plazas;

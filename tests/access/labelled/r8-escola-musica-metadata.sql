-- Escola de música: o papel vem de user_metadata, que cada um muda por si mesmo.
-- expect: error|warning escalation alunos|mensalidades|is_secretaria|turmas
-- also: escalation alunos|mensalidades|is_secretaria|turmas
create table public.alunos (
  id uuid primary key default gen_random_uuid(),
  responsavel_id uuid not null references auth.users(id) on delete cascade,
  nome text not null,
  instrumento text not null check (instrumento in ('piano','violao','bateria','canto')),
  nascimento date
);
create table public.turmas (
  id serial primary key,
  nome text not null,
  horario text
);
create table public.matriculas (
  aluno_id uuid not null references public.alunos(id) on delete cascade,
  turma_id int not null references public.turmas(id) on delete cascade,
  primary key (aluno_id, turma_id)
);
create table public.mensalidades (
  id uuid primary key default gen_random_uuid(),
  aluno_id uuid not null references public.alunos(id) on delete cascade,
  mes date not null,
  valor numeric(8,2) not null check (valor > 0),
  paga boolean not null default false
);
alter table public.alunos enable row level security;
alter table public.turmas enable row level security;
alter table public.matriculas enable row level security;
alter table public.mensalidades enable row level security;
create or replace function public.is_secretaria() returns boolean language sql stable as
  $$ select coalesce(auth.jwt() -> 'user_metadata' ->> 'papel', '') = 'secretaria' $$;
create policy "responsavel ve alunos" on public.alunos for select to authenticated using (responsavel_id = auth.uid() or public.is_secretaria());
create policy "responsavel cadastra aluno" on public.alunos for insert to authenticated with check (responsavel_id = auth.uid());
create policy "responsavel edita aluno" on public.alunos for update to authenticated using (responsavel_id = auth.uid()) with check (responsavel_id = auth.uid());
create policy "turmas publicas" on public.turmas for select using (true);
create policy "secretaria gerencia turmas" on public.turmas for all to authenticated using (public.is_secretaria()) with check (public.is_secretaria());
create policy "ver matriculas" on public.matriculas for select to authenticated
  using (exists (select 1 from public.alunos a where a.id = aluno_id));
create policy "secretaria matricula" on public.matriculas for insert to authenticated with check (public.is_secretaria());
create policy "ver mensalidades" on public.mensalidades for select to authenticated
  using (public.is_secretaria() or exists (select 1 from public.alunos a where a.id = aluno_id and a.responsavel_id = auth.uid()));
create policy "secretaria lanca mensalidades" on public.mensalidades for all to authenticated using (public.is_secretaria()) with check (public.is_secretaria());

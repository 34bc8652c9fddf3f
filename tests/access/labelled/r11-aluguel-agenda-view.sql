-- Aluguel de equipamentos: a agenda é uma vista do dono do banco, com o telefone de todos os clientes.
-- expect: error|warning bypass|exposure agenda
create table public.equipamentos (
  id uuid primary key default gen_random_uuid(),
  dono_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  nome text not null,
  diaria numeric(8,2) not null check (diaria > 0)
);
create table public.reservas (
  id uuid primary key default gen_random_uuid(),
  equipamento_id uuid not null references public.equipamentos(id),
  cliente_id uuid not null default auth.uid() references auth.users(id),
  inicio date not null,
  fim date not null,
  telefone text not null,
  check (fim > inicio)
);
alter table public.equipamentos enable row level security;
alter table public.reservas enable row level security;
create policy "equipamentos são públicos" on public.equipamentos for select using (true);
create policy "dono cadastra" on public.equipamentos for insert to authenticated with check (dono_id = auth.uid());
create policy "minhas reservas" on public.reservas for select to authenticated using (cliente_id = auth.uid());
create policy "reservar" on public.reservas for insert to authenticated with check (cliente_id = auth.uid());
create policy "desistir" on public.reservas for delete to authenticated using (cliente_id = auth.uid() and inicio > current_date);
create or replace view public.agenda as
  select e.nome, r.inicio, r.fim, r.telefone, r.cliente_id
  from public.reservas r join public.equipamentos e on e.id = r.equipamento_id
  where r.fim >= date '2020-01-01';

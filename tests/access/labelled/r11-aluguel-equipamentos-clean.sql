-- clean
-- Aluguel de equipamentos: reservas sem sobreposição, períodos ocupados por função sem dados pessoais, donos veem as reservas dos seus equipamentos.
create extension if not exists btree_gist with schema extensions;
create table public.equipamentos (
  id uuid primary key default gen_random_uuid(),
  dono_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  nome text not null,
  diaria numeric(8,2) not null check (diaria > 0),
  ativo boolean not null default true
);
create table public.reservas (
  id uuid primary key default gen_random_uuid(),
  equipamento_id uuid not null references public.equipamentos(id),
  cliente_id uuid not null default auth.uid() references auth.users(id),
  periodo daterange not null check (not isempty(periodo)),
  telefone text not null,
  situacao text not null default 'pendente' check (situacao in ('pendente','confirmada','cancelada')),
  exclude using gist (equipamento_id with =, periodo with &&) where (situacao <> 'cancelada')
);
create function public.e_dono(e uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.equipamentos where id = e and dono_id = (select auth.uid())) $$;
alter table public.equipamentos enable row level security;
alter table public.reservas enable row level security;
create policy "ativos são públicos" on public.equipamentos for select using (ativo or dono_id = auth.uid());
create policy "dono cadastra" on public.equipamentos for insert to authenticated with check (dono_id = auth.uid());
create policy "dono edita" on public.equipamentos for update to authenticated using (dono_id = auth.uid()) with check (dono_id = auth.uid());
create policy "minhas reservas e as dos meus equipamentos" on public.reservas for select to authenticated using (cliente_id = auth.uid() or public.e_dono(equipamento_id));
create policy "reservar" on public.reservas for insert to authenticated
  with check (cliente_id = auth.uid() and situacao = 'pendente' and exists (select 1 from public.equipamentos e where e.id = equipamento_id and e.ativo));
create policy "dono confirma" on public.reservas for update to authenticated using (public.e_dono(equipamento_id)) with check (public.e_dono(equipamento_id));
revoke update on public.reservas from anon, authenticated;
grant update (situacao) on public.reservas to authenticated;
create function public.periodos_ocupados(p_equipamento uuid) returns table (periodo daterange) language sql stable security definer set search_path = '' as $$
  select r.periodo from public.reservas r where r.equipamento_id = p_equipamento and r.situacao <> 'cancelada' and upper(r.periodo) >= current_date
$$;
create function public.cancelar_reserva(p_reserva uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.reservas set situacao = 'cancelada' where id = p_reserva and cliente_id = auth.uid() and situacao <> 'cancelada';
  if not found then raise exception 'reserva não encontrada' using errcode = '42501'; end if;
end $$;

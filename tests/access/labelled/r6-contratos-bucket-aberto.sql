-- Qualquer pessoa lê os arquivos do bucket privado "contratos"; só a escrita é do dono.
-- A troca de plano passa pela função, que não confere quem chama.
-- expect: error|warning|review exposure|bypass objects anon
-- expect: error bypass|tampering|escalation trocar_plano|assinaturas anon|authenticated
-- also: bypass|tampering|escalation trocar_plano|assinaturas
insert into storage.buckets (id, name, public) values ('contratos', 'contratos', false) on conflict (id) do nothing;
create table public.contratos (
  id uuid primary key default gen_random_uuid(),
  cliente_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  arquivo text not null unique,
  assinado_em date
);
create table public.assinaturas (
  cliente_id uuid primary key references auth.users (id) on delete cascade,
  plano text not null default 'gratis' check (plano in ('gratis', 'basico', 'pro')),
  renova_em date
);
alter table public.contratos enable row level security;
alter table public.assinaturas enable row level security;
create policy "cliente vê contratos" on public.contratos for select to authenticated using (cliente_id = auth.uid());
create policy "cliente cria contratos" on public.contratos for insert to authenticated with check (cliente_id = auth.uid());
create policy "cliente vê assinatura" on public.assinaturas for select to authenticated using (cliente_id = auth.uid());
create policy "contratos leitura" on storage.objects for select using (bucket_id = 'contratos');
create policy "contratos envio" on storage.objects for insert to authenticated
  with check (bucket_id = 'contratos' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "contratos remoção" on storage.objects for delete to authenticated
  using (bucket_id = 'contratos' and (storage.foldername(name))[1] = auth.uid()::text);
create function public.trocar_plano(p_cliente uuid, p_plano text) returns void language plpgsql security definer set search_path = public as $$
begin
  update assinaturas set plano = p_plano where cliente_id = p_cliente;
end $$;

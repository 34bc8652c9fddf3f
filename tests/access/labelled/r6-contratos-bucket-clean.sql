-- clean
-- Gêmeo do bucket aberto: arquivos só do dono e de quem tem acesso registrado; a troca de plano confere quem chama.
insert into storage.buckets (id, name, public) values ('contratos', 'contratos', false) on conflict (id) do nothing;
create table public.contratos (
  id uuid primary key default gen_random_uuid(),
  cliente_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  arquivo text not null unique,
  constraint arquivo_na_pasta check (split_part(arquivo, '/', 1) = cliente_id::text)
);
create table public.assinaturas (
  cliente_id uuid primary key references auth.users (id) on delete cascade,
  plano text not null default 'gratis' check (plano in ('gratis', 'basico', 'pro'))
);
alter table public.contratos enable row level security;
alter table public.assinaturas enable row level security;
create policy "cliente vê contratos" on public.contratos for select to authenticated using (cliente_id = auth.uid());
create policy "cliente cria contratos" on public.contratos for insert to authenticated with check (cliente_id = auth.uid());
create policy "cliente vê assinatura" on public.assinaturas for select to authenticated using (cliente_id = auth.uid());
create policy "contratos leitura" on storage.objects for select to authenticated
  using (bucket_id = 'contratos' and exists (select 1 from public.contratos c where c.arquivo = objects.name));
create policy "contratos envio" on storage.objects for insert to authenticated
  with check (bucket_id = 'contratos' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "contratos remoção" on storage.objects for delete to authenticated
  using (bucket_id = 'contratos' and (storage.foldername(name))[1] = auth.uid()::text);
create function public.trocar_plano(p_plano text) returns void language plpgsql security definer set search_path = public as $$
begin
  if p_plano = 'pro' then raise exception 'o plano pro passa pelo pagamento'; end if;
  update assinaturas set plano = p_plano where cliente_id = auth.uid();
end $$;

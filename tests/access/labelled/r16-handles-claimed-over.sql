-- Claiming a handle is an upsert: who claims a taken one takes it over.
-- expect: error bypass|tampering|escalation claim_handle|handles authenticated
-- also: bypass|tampering|escalation claim_handle|handles

create table public.handles (
  handle text primary key check (handle ~ '^[a-z]{3,12}$'),
  owner_id uuid not null default auth.uid() references auth.users (id),
  headline text
);
alter table public.handles enable row level security;
create policy "handles are public" on public.handles for select using (true);
create policy "own handle" on public.handles for update to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.claim_handle(p_handle text, p_headline text) returns void language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  insert into public.handles as h (handle, owner_id, headline) values (p_handle, auth.uid(), p_headline)
  on conflict (handle) do update set owner_id = excluded.owner_id, headline = excluded.headline;
end $$;
revoke execute on function public.claim_handle(text, text) from public, anon;
grant execute on function public.claim_handle(text, text) to authenticated;

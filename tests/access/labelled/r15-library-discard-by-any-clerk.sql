-- Discarding is for heads, says the policy; the function lets in whoever works there.
-- expect: error|warning bypass|tampering|escalation discard|holdings authenticated

create table public.libraries (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.librarians (
  library_id uuid not null references public.libraries (id),
  user_id uuid not null references auth.users (id),
  head boolean not null default false,
  primary key (library_id, user_id)
);
create table public.holdings (
  id uuid primary key default gen_random_uuid(),
  library_id uuid not null references public.libraries (id),
  title text not null,
  withdrawn boolean not null default false
);
create function public.works_in(l uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.librarians x where x.library_id = l and x.user_id = auth.uid()) $$;
create function public.heads_library(l uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.librarians x where x.library_id = l and x.user_id = auth.uid() and x.head) $$;
alter table public.libraries enable row level security;
alter table public.librarians enable row level security;
alter table public.holdings enable row level security;
create policy "libraries" on public.libraries for select using (true);
create policy "colleagues" on public.librarians for select to authenticated using (public.works_in(library_id));
create policy "holdings" on public.holdings for select to authenticated using (public.works_in(library_id));
create policy "acquire" on public.holdings for insert to authenticated with check (public.works_in(library_id));
create policy "heads withdraw" on public.holdings for update to authenticated
  using (public.heads_library(library_id)) with check (public.heads_library(library_id));
create policy "heads discard" on public.holdings for delete to authenticated using (public.heads_library(library_id));

create function public.discard(p_holding uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  lib uuid;
begin
  select h.library_id into lib from public.holdings h where h.id = p_holding;
  if lib is null or not public.works_in(lib) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  delete from public.holdings where id = p_holding;
end $$;

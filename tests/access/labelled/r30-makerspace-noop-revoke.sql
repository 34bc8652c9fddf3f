-- "role" was to be kept from its holder: the REVOKE names a column, and under the grant on the whole table it takes
-- nothing away.
-- expect: error escalation members authenticated
-- also: escalation|tampering|exposure|bypass members|machines|incidents
create table public.members (
  id uuid primary key references auth.users (id) on delete cascade,
  name text not null default '',
  role text not null default 'member' check (role in ('member', 'keyholder', 'board')),
  emergency_contact text
);
create table public.machines (
  id int generated always as identity primary key,
  name text not null,
  out_of_order boolean not null default false
);
create table public.incidents (
  id int generated always as identity primary key,
  machine_id int not null references public.machines (id),
  reported_by uuid not null default auth.uid() references public.members (id) on delete cascade,
  what_happened text not null,
  injury boolean not null default false
);
alter table public.members enable row level security;
alter table public.machines enable row level security;
alter table public.incidents enable row level security;

create function public.is_board() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.members where id = auth.uid() and role = 'board') $$;

create function public.handle_new_member() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.members (id, name) values (new.id, coalesce(new.raw_user_meta_data ->> 'name', ''));
  return new;
end $$;
create trigger on_signup after insert on auth.users for each row execute function public.handle_new_member();

create policy "me" on public.members for select to authenticated using (id = auth.uid());
create policy "the board sees members" on public.members for select to authenticated using (public.is_board());
create policy "edit me" on public.members for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
revoke update (role) on public.members from anon, authenticated;

create policy "machines are listed" on public.machines for select to authenticated using (true);
create policy "the board keeps machines" on public.machines for all to authenticated using (public.is_board()) with check (public.is_board());
create policy "report" on public.incidents for insert to authenticated with check (reported_by = auth.uid());
create policy "my reports" on public.incidents for select to authenticated using (reported_by = auth.uid());
create policy "the board reads reports" on public.incidents for select to authenticated using (public.is_board());

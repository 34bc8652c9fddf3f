-- Parents are linked to a child by a random pairing code that only the child can see and that is used once.
-- clean
create table public.children (
  user_id uuid primary key references auth.users(id) on delete cascade,
  nickname text not null
);
create table public.pairing_codes (
  child_id uuid primary key references public.children(user_id) on delete cascade,
  code text not null unique default encode(extensions.gen_random_bytes(16), 'hex'),
  expires_at timestamptz not null default now() + interval '15 minutes'
);
create table public.guardians (
  guardian_id uuid not null references auth.users(id) on delete cascade,
  child_id uuid not null references public.children(user_id) on delete cascade,
  primary key (guardian_id, child_id)
);
create table public.screen_time (
  id bigint generated always as identity primary key,
  child_id uuid not null references public.children(user_id) on delete cascade,
  minutes int not null check (minutes >= 0),
  day date not null default current_date
);
create or replace function public.claim_child(p_code text) returns uuid language plpgsql security definer set search_path = '' as $$
declare v_child uuid;
begin
  if auth.uid() is null then raise exception 'not signed in'; end if;
  delete from public.pairing_codes where code = p_code and expires_at > now() returning child_id into v_child;
  if v_child is null then raise exception 'unknown code'; end if;
  insert into public.guardians values (auth.uid(), v_child) on conflict do nothing;
  return v_child;
end $$;
alter table public.children enable row level security;
alter table public.pairing_codes enable row level security;
alter table public.guardians enable row level security;
alter table public.screen_time enable row level security;
create policy "self or guardian" on public.children for select to authenticated using (
  user_id = auth.uid() or exists (select 1 from public.guardians g where g.child_id = children.user_id and g.guardian_id = auth.uid()));
create policy "sign up" on public.children for insert to authenticated with check (user_id = auth.uid());
create policy "own code" on public.pairing_codes for select to authenticated using (child_id = auth.uid());
create policy "make code" on public.pairing_codes for insert to authenticated with check (child_id = auth.uid());
create policy "links" on public.guardians for select to authenticated using (guardian_id = auth.uid() or child_id = auth.uid());
create policy "unlink" on public.guardians for delete to authenticated using (guardian_id = auth.uid());
create policy "own" on public.screen_time for select to authenticated using (child_id = auth.uid());
create policy "guardian" on public.screen_time for select to authenticated using (
  exists (select 1 from public.guardians g where g.child_id = screen_time.child_id and g.guardian_id = auth.uid()));
create policy "log" on public.screen_time for insert to authenticated with check (child_id = auth.uid());

-- The costs of a damage are set by whoever calls the function.
-- expect: error|warning bypass|tampering set_damage_cost
-- neighbourhood tool library
create table public.neighbors (
  id uuid primary key references auth.users(id) on delete cascade,
  name text not null default '',
  street text,
  verified boolean not null default false
);
create table public.tools (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references public.neighbors(id) on delete cascade,
  title text not null,
  category text not null check (category in ('garden','wood','metal','paint')),
  deposit_cents int not null default 0 check (deposit_cents >= 0),
  available boolean not null default true
);
create table public.loans (
  id uuid primary key default gen_random_uuid(),
  tool_id uuid not null references public.tools(id) on delete cascade,
  borrower_id uuid not null default auth.uid() references public.neighbors(id) on delete cascade,
  starts_on date not null,
  ends_on date not null,
  state text not null default 'asked' check (state in ('asked','agreed','refused','returned')),
  check (ends_on >= starts_on)
);
create table public.loan_messages (
  id bigint generated always as identity primary key,
  loan_id uuid not null references public.loans(id) on delete cascade,
  author_id uuid not null default auth.uid() references public.neighbors(id) on delete cascade,
  body text not null
);
create table public.damages (
  id uuid primary key default gen_random_uuid(),
  loan_id uuid not null references public.loans(id) on delete cascade,
  reported_by uuid not null default auth.uid() references public.neighbors(id),
  description text not null,
  cost_cents int check (cost_cents >= 0)
);
create table public.tool_ratings (
  tool_id uuid not null references public.tools(id) on delete cascade,
  rater_id uuid not null default auth.uid() references public.neighbors(id) on delete cascade,
  stars int not null check (stars between 1 and 5),
  primary key (tool_id, rater_id)
);
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.neighbors (id, name) values (new.id, coalesce(new.raw_user_meta_data->>'name','')); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create function public.owns_tool(t uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.tools where id = t and owner_id = (select auth.uid())) $$;
create function public.in_loan(l uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.loans x join public.tools t on t.id = x.tool_id where x.id = l and (select auth.uid()) in (x.borrower_id, t.owner_id))
$$;
alter table public.neighbors enable row level security;
alter table public.tools enable row level security;
alter table public.loans enable row level security;
alter table public.loan_messages enable row level security;
alter table public.damages enable row level security;
alter table public.tool_ratings enable row level security;
create policy "me" on public.neighbors for select to authenticated using (id = auth.uid());
create policy "change me" on public.neighbors for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
revoke update on public.neighbors from anon, authenticated;
grant update (name, street) on public.neighbors to authenticated;
create policy "tools" on public.tools for select to authenticated using (true);
create policy "offer tools" on public.tools for insert to authenticated with check (owner_id = auth.uid());
create policy "change own tools" on public.tools for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "take own tools away" on public.tools for delete to authenticated using (owner_id = auth.uid());
create policy "my loans" on public.loans for select to authenticated using (borrower_id = auth.uid() or public.owns_tool(tool_id));
create policy "ask for a tool" on public.loans for insert to authenticated with check (borrower_id = auth.uid() and state = 'asked' and not public.owns_tool(tool_id));
create policy "owner answers" on public.loans for update to authenticated using (public.owns_tool(tool_id)) with check (public.owns_tool(tool_id));
revoke update on public.loans from anon, authenticated;
grant update (state) on public.loans to authenticated;
create policy "withdraw" on public.loans for delete to authenticated using (borrower_id = auth.uid() and state = 'asked');
create policy "messages of my loans" on public.loan_messages for select to authenticated using (public.in_loan(loan_id));
create policy "write" on public.loan_messages for insert to authenticated with check (author_id = auth.uid() and public.in_loan(loan_id));
create policy "damages of my loans" on public.damages for select to authenticated using (public.in_loan(loan_id));
create policy "report damage" on public.damages for insert to authenticated with check (reported_by = auth.uid() and public.in_loan(loan_id));
create policy "ratings" on public.tool_ratings for select to authenticated using (true);
create policy "rate what I borrowed" on public.tool_ratings for insert to authenticated
  with check (rater_id = auth.uid() and exists (select 1 from public.loans l where l.tool_id = tool_ratings.tool_id and l.borrower_id = auth.uid() and l.state = 'returned'));
create policy "rate again" on public.tool_ratings for update to authenticated using (rater_id = auth.uid()) with check (rater_id = auth.uid());
revoke update on public.tool_ratings from anon, authenticated;
grant update (stars) on public.tool_ratings to authenticated;
create function public.set_damage_cost(p_damage uuid, p_cents int) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.damages set cost_cents = p_cents where id = p_damage;
end $$;

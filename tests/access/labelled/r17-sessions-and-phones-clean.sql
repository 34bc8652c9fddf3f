-- Claims that every token has: session, phone, whether one is anonymous.
-- clean

create table public.tokens_seen (
  session_id uuid primary key,
  user_id uuid not null default auth.uid() references auth.users (id),
  seen_at timestamptz not null default now()
);
create table public.callbacks (
  id uuid primary key default gen_random_uuid(),
  phone text not null check (phone ~ '^\+?[0-9]{6,15}$'),
  wish text not null
);
alter table public.tokens_seen enable row level security;
alter table public.callbacks enable row level security;
create policy "this session" on public.tokens_seen for all to authenticated
  using (user_id = auth.uid() and session_id = (auth.jwt() ->> 'session_id')::uuid)
  with check (user_id = auth.uid() and session_id = (auth.jwt() ->> 'session_id')::uuid);
create policy "callbacks to my phone" on public.callbacks for select to authenticated using (phone = auth.jwt() ->> 'phone');
create policy "ask for one" on public.callbacks for insert to authenticated
  with check (phone = auth.jwt() ->> 'phone' and coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) is false);

-- An image generator: credits are added by whoever calls the function that Stripe's webhook was meant to call.
-- expect: error|warning escalation|tampering|bypass|forgery add_credits
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  email text,
  credits integer not null default 5 check (credits >= 0),
  plan text not null default 'free' check (plan in ('free','pro','team'))
);
create table public.generations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles(id) on delete cascade,
  prompt text not null,
  image_url text,
  is_public boolean not null default false,
  created_at timestamptz not null default now()
);
create table public.credit_transactions (
  id bigint generated always as identity primary key,
  user_id uuid not null references public.profiles(id) on delete cascade,
  amount integer not null check (amount <> 0),
  reason text not null,
  created_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
alter table public.generations enable row level security;
alter table public.credit_transactions enable row level security;
create policy "Users can view own profile" on public.profiles for select using (auth.uid() = id);
create policy "View own or public generations" on public.generations for select using (is_public or auth.uid() = user_id);
create policy "Delete own generations" on public.generations for delete using (auth.uid() = user_id);
create policy "Share own generations" on public.generations for update using (auth.uid() = user_id) with check (auth.uid() = user_id);
create policy "View own transactions" on public.credit_transactions for select using (auth.uid() = user_id);
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into profiles (id, email) values (new.id, new.email);
  insert into credit_transactions (user_id, amount, reason) values (new.id, 5, 'welcome');
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create or replace function public.add_credits(p_user_id uuid, p_amount integer, p_reason text) returns integer
language plpgsql security definer set search_path = public as $$
declare v_new integer;
begin
  update profiles set credits = credits + p_amount where id = p_user_id returning credits into v_new;
  insert into credit_transactions (user_id, amount, reason) values (p_user_id, p_amount, p_reason);
  return v_new;
end $$;
create or replace function public.start_generation(p_prompt text) returns uuid
language plpgsql security definer set search_path = public as $$
declare v_id uuid;
begin
  update profiles set credits = credits - 1 where id = auth.uid() and credits > 0;
  if not found then raise exception 'no credits left'; end if;
  insert into credit_transactions (user_id, amount, reason) values (auth.uid(), -1, 'generation');
  insert into generations (user_id, prompt) values (auth.uid(), p_prompt) returning id into v_id;
  return v_id;
end $$;

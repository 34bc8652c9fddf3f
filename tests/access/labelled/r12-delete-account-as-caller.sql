-- Signed-in people may delete their account, says the function; as the caller it can't touch auth.users.
-- expect: error|warning|review error|dead delete_account authenticated

create table public.sketches (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null
);
alter table public.sketches enable row level security;
create policy "own sketches" on public.sketches for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create function public.delete_account() returns void language plpgsql set search_path = '' as $$
begin
  delete from auth.users where id = auth.uid();
end $$;
revoke execute on function public.delete_account() from public, anon;
grant execute on function public.delete_account() to authenticated;

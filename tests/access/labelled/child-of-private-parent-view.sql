-- A feed of commits, read with its owner's rights. Projects are public unless said otherwise, so that only a commit
-- of a project that somebody made private shows what the feed gives away.
-- expect: error|warning bypass|exposure commit_feed anon
CREATE TABLE public.repos (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  owner_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  name text NOT NULL,
  is_public boolean NOT NULL DEFAULT true
);
CREATE TABLE public.commits (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  repo_id uuid NOT NULL REFERENCES public.repos (id) ON DELETE CASCADE,
  author_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  message text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.repos ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.commits ENABLE ROW LEVEL SECURITY;
CREATE POLICY "public or own" ON public.repos FOR SELECT USING (is_public OR owner_id = auth.uid());
CREATE POLICY "own" ON public.repos FOR INSERT WITH CHECK (owner_id = auth.uid());
CREATE POLICY "with the repository" ON public.commits FOR SELECT USING (
  EXISTS (SELECT 1 FROM public.repos r WHERE r.id = commits.repo_id AND (r.is_public OR r.owner_id = auth.uid()))
);
CREATE POLICY "own repository" ON public.commits FOR INSERT WITH CHECK (
  author_id = auth.uid()
  AND EXISTS (SELECT 1 FROM public.repos r WHERE r.id = commits.repo_id AND r.owner_id = auth.uid())
);
CREATE VIEW public.commit_feed AS
  SELECT id, repo_id, message, created_at FROM public.commits;
REVOKE INSERT, UPDATE, DELETE ON public.commit_feed FROM anon, authenticated;

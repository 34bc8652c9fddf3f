-- Migration: access tokens for private projects (optional)
-- Run this after 001. It can be run twice.
--
-- The owner makes a token, which is shown once, and shares it. Whoever sends it in the
-- x-project-token header reads that one project, until the owner revokes the token:
--   createClient(url, key, { global: { headers: { 'x-project-token': token } } })

ALTER TABLE public.projects
ADD COLUMN IF NOT EXISTS access_token_hash TEXT UNIQUE
CHECK (access_token_hash ~ '^[0-9a-f]{64}$');

ALTER TABLE public.projects
ADD COLUMN IF NOT EXISTS access_token_created_at TIMESTAMP WITH TIME ZONE;

COMMENT ON COLUMN public.projects.access_token_hash IS 'SHA-256 of the token that opens this project; the token itself is kept nowhere';

-- The hash of the token that came with this request, or NULL
CREATE OR REPLACE FUNCTION public.request_project_token_hash()
RETURNS TEXT AS $$
    SELECT encode(sha256(convert_to(
        NULLIF(NULLIF(current_setting('request.headers', true), '')::json->>'x-project-token', ''),
        'UTF8')), 'hex');
$$ LANGUAGE sql STABLE SET search_path = '';

DROP POLICY IF EXISTS "A project token opens its project" ON public.projects;
CREATE POLICY "A project token opens its project"
    ON public.projects FOR SELECT
    USING (access_token_hash = (SELECT public.request_project_token_hash()));

-- Both functions below run as their owner, because nobody may write the token's columns by hand; each asks
-- whose project it is.

-- Makes a new token for a project of the caller; the old one opens nothing from then on
CREATE OR REPLACE FUNCTION public.generate_project_access_token(project_uuid UUID)
RETURNS TEXT AS $$
DECLARE
    new_token TEXT := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
    UPDATE public.projects
    SET access_token_hash = encode(sha256(convert_to(new_token, 'UTF8')), 'hex'),
        access_token_created_at = now()
    WHERE id = project_uuid AND user_id = auth.uid();

    IF NOT FOUND THEN
        RAISE EXCEPTION 'Project not found or not yours';
    END IF;

    RETURN new_token;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

-- Takes the token away
CREATE OR REPLACE FUNCTION public.revoke_project_access_token(project_uuid UUID)
RETURNS VOID AS $$
BEGIN
    UPDATE public.projects
    SET access_token_hash = NULL, access_token_created_at = NULL
    WHERE id = project_uuid AND user_id = auth.uid();

    IF NOT FOUND THEN
        RAISE EXCEPTION 'Project not found or not yours';
    END IF;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = '';

REVOKE EXECUTE ON FUNCTION
    public.generate_project_access_token(UUID), public.revoke_project_access_token(UUID)
    FROM PUBLIC, anon;
GRANT EXECUTE ON FUNCTION
    public.generate_project_access_token(UUID), public.revoke_project_access_token(UUID)
    TO authenticated;

-- Migration: Add access tokens for private projects
-- A private project can be shared by a secret link: /p/<id>?token=<access_token>

ALTER TABLE public.projects
ADD COLUMN IF NOT EXISTS access_token TEXT UNIQUE;

ALTER TABLE public.projects
ADD COLUMN IF NOT EXISTS access_token_created_at TIMESTAMP WITH TIME ZONE;

CREATE INDEX idx_projects_access_token ON public.projects(access_token) WHERE access_token IS NOT NULL;

-- Makes a new token for a project, or replaces the old one
CREATE OR REPLACE FUNCTION public.generate_project_access_token(project_uuid UUID)
RETURNS TEXT AS $$
DECLARE
    new_token TEXT;
BEGIN
    new_token := md5(project_uuid::text || now()::text);

    UPDATE public.projects
    SET access_token = new_token, access_token_created_at = now()
    WHERE id = project_uuid AND user_id = auth.uid();

    IF NOT FOUND THEN
        RAISE EXCEPTION 'Project not found or not yours';
    END IF;

    RETURN new_token;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER;

-- Takes the token away
CREATE OR REPLACE FUNCTION public.revoke_project_access_token(project_uuid UUID)
RETURNS VOID AS $$
BEGIN
    UPDATE public.projects
    SET access_token = NULL, access_token_created_at = NULL
    WHERE id = project_uuid AND user_id = auth.uid();
END;
$$ LANGUAGE plpgsql SECURITY DEFINER;

-- The application compares the token in the link with the column
CREATE POLICY "Projects with an access token are viewable by link"
    ON public.projects
    FOR SELECT
    USING (access_token IS NOT NULL);

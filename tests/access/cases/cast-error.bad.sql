-- expect: warning access-raises objects
INSERT INTO storage.buckets (id, name, public) VALUES ('docs', 'docs', false);
CREATE POLICY r ON storage.objects FOR SELECT TO authenticated USING (((storage.foldername(name))[1])::uuid = auth.uid());

-- expect: error tampering objects
INSERT INTO storage.buckets (id, name, public) VALUES ('avatars', 'avatars', true);
CREATE POLICY "read" ON storage.objects FOR SELECT USING (bucket_id = 'avatars');
CREATE POLICY "upload" ON storage.objects FOR INSERT TO authenticated WITH CHECK (bucket_id = 'avatars' AND (storage.foldername(name))[1] = auth.uid()::text);
CREATE POLICY "remove" ON storage.objects FOR DELETE TO authenticated USING (bucket_id = 'avatars');

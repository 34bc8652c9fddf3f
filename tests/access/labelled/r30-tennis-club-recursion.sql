-- "Members see who else is in the club" asks the members table inside its own policy.
-- expect: error error club_members|courts|court_bookings authenticated
-- also: error club_members|courts|court_bookings|clubs
CREATE TABLE public.clubs (
  id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT
);
CREATE TABLE public.club_members (
  id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
  club_id UUID REFERENCES public.clubs(id) ON DELETE CASCADE NOT NULL,
  user_id UUID REFERENCES auth.users(id) ON DELETE CASCADE NOT NULL,
  is_trainer BOOLEAN NOT NULL DEFAULT false,
  UNIQUE (club_id, user_id)
);
CREATE TABLE public.courts (
  id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
  club_id UUID REFERENCES public.clubs(id) ON DELETE CASCADE NOT NULL,
  label TEXT NOT NULL,
  surface TEXT CHECK (surface IN ('clay', 'grass', 'hard'))
);
CREATE TABLE public.court_bookings (
  id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
  court_id UUID REFERENCES public.courts(id) ON DELETE CASCADE NOT NULL,
  user_id UUID REFERENCES auth.users(id) ON DELETE CASCADE NOT NULL,
  starts_at TIMESTAMPTZ NOT NULL
);
ALTER TABLE public.clubs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.club_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.courts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.court_bookings ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Clubs are public" ON public.clubs FOR SELECT USING (true);
CREATE POLICY "Members see who else is in the club" ON public.club_members FOR SELECT TO authenticated
  USING (club_id IN (SELECT cm.club_id FROM public.club_members cm WHERE cm.user_id = auth.uid()));
CREATE POLICY "Members see courts" ON public.courts FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.club_members cm WHERE cm.club_id = courts.club_id AND cm.user_id = auth.uid()));
CREATE POLICY "Own bookings" ON public.court_bookings FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY "Book a court of the club" ON public.court_bookings FOR INSERT TO authenticated
  WITH CHECK (user_id = auth.uid() AND EXISTS (
    SELECT 1 FROM public.courts c JOIN public.club_members cm ON cm.club_id = c.club_id
    WHERE c.id = court_id AND cm.user_id = auth.uid()));
CREATE POLICY "Cancel own booking" ON public.court_bookings FOR DELETE TO authenticated USING (user_id = auth.uid());

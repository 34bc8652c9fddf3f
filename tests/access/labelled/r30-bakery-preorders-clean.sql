-- Pre-orders of a bakery, as an app builder writes them: roles in a table of their own, prices filled by the database.
-- The update policy has no WITH CHECK: its USING holds for the new row as well, so that a customer can't pay by himself.
-- clean
CREATE TYPE public.app_role AS ENUM ('admin', 'baker', 'customer');

CREATE TABLE public.profiles (
  id UUID PRIMARY KEY REFERENCES auth.users(id) ON DELETE CASCADE,
  full_name TEXT,
  phone TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.user_roles (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  role public.app_role NOT NULL,
  UNIQUE (user_id, role)
);
ALTER TABLE public.user_roles ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.has_role(_user_id UUID, _role public.app_role)
RETURNS BOOLEAN LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT 1 FROM public.user_roles WHERE user_id = _user_id AND role = _role)
$$;

CREATE OR REPLACE FUNCTION public.handle_new_user()
RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO public.profiles (id, full_name, phone)
  VALUES (NEW.id, NEW.raw_user_meta_data ->> 'full_name', NEW.raw_user_meta_data ->> 'phone');
  INSERT INTO public.user_roles (user_id, role) VALUES (NEW.id, 'customer');
  RETURN NEW;
END;
$$;
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
  FOR EACH ROW EXECUTE FUNCTION public.handle_new_user();

CREATE TABLE public.breads (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  name TEXT NOT NULL,
  price NUMERIC(6,2) NOT NULL CHECK (price > 0),
  available BOOLEAN NOT NULL DEFAULT true
);
ALTER TABLE public.breads ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.preorders (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  customer_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  pickup_on DATE NOT NULL,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'baked', 'collected', 'cancelled')),
  note TEXT
);
ALTER TABLE public.preorders ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.preorder_lines (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  preorder_id UUID NOT NULL REFERENCES public.preorders(id) ON DELETE CASCADE,
  bread_id UUID NOT NULL REFERENCES public.breads(id),
  pieces INTEGER NOT NULL CHECK (pieces BETWEEN 1 AND 50),
  unit_price NUMERIC(6,2)
);
ALTER TABLE public.preorder_lines ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.set_unit_price()
RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  SELECT price INTO NEW.unit_price FROM public.breads WHERE id = NEW.bread_id;
  RETURN NEW;
END;
$$;
CREATE TRIGGER preorder_lines_price BEFORE INSERT OR UPDATE ON public.preorder_lines
  FOR EACH ROW EXECUTE FUNCTION public.set_unit_price();

CREATE POLICY "Users can view own profile" ON public.profiles FOR SELECT TO authenticated USING (auth.uid() = id);
CREATE POLICY "Bakers can view customers" ON public.profiles FOR SELECT TO authenticated
  USING (public.has_role(auth.uid(), 'baker') OR public.has_role(auth.uid(), 'admin'));
CREATE POLICY "Users can update own profile" ON public.profiles FOR UPDATE TO authenticated USING (auth.uid() = id);

CREATE POLICY "Users can view own roles" ON public.user_roles FOR SELECT TO authenticated USING (auth.uid() = user_id);
CREATE POLICY "Admins manage roles" ON public.user_roles FOR ALL TO authenticated
  USING (public.has_role(auth.uid(), 'admin')) WITH CHECK (public.has_role(auth.uid(), 'admin'));

CREATE POLICY "Everyone sees the shelf" ON public.breads FOR SELECT USING (true);
CREATE POLICY "Admins manage breads" ON public.breads FOR ALL TO authenticated
  USING (public.has_role(auth.uid(), 'admin')) WITH CHECK (public.has_role(auth.uid(), 'admin'));

CREATE POLICY "Customers view own preorders" ON public.preorders FOR SELECT TO authenticated USING (customer_id = auth.uid());
CREATE POLICY "Customers place preorders" ON public.preorders FOR INSERT TO authenticated
  WITH CHECK (customer_id = auth.uid() AND status = 'open');
CREATE POLICY "Customers change open preorders" ON public.preorders FOR UPDATE TO authenticated
  USING (customer_id = auth.uid() AND status = 'open');
CREATE POLICY "Bakers view preorders" ON public.preorders FOR SELECT TO authenticated
  USING (public.has_role(auth.uid(), 'baker'));
CREATE POLICY "Bakers update preorders" ON public.preorders FOR UPDATE TO authenticated
  USING (public.has_role(auth.uid(), 'baker')) WITH CHECK (public.has_role(auth.uid(), 'baker'));

CREATE POLICY "View lines of visible preorders" ON public.preorder_lines FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.preorders p WHERE p.id = preorder_lines.preorder_id));
CREATE POLICY "Customers add lines" ON public.preorder_lines FOR INSERT TO authenticated
  WITH CHECK (EXISTS (SELECT 1 FROM public.preorders p
                      WHERE p.id = preorder_lines.preorder_id AND p.customer_id = auth.uid() AND p.status = 'open'));
CREATE POLICY "Customers remove lines" ON public.preorder_lines FOR DELETE TO authenticated
  USING (EXISTS (SELECT 1 FROM public.preorders p
                 WHERE p.id = preorder_lines.preorder_id AND p.customer_id = auth.uid() AND p.status = 'open'));

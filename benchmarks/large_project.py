"""Writes a generated project: N tables with keys, checks, indexes, policies and a trigger each, and D differences.

python benchmarks/large_project.py FOLDER [--tables 1000] [--differences 50]
"""

from __future__ import annotations

import argparse
from pathlib import Path

HEAD = """CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN NEW.updated_at := now(); RETURN NEW; END $$;
"""

TABLE = """
CREATE TABLE public.t{n} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id uuid NOT NULL,
    parent_id uuid{reference},
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND {length}),
    status text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'open', 'done')),
    amount numeric(10, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
    note text,
    tags text[] NOT NULL DEFAULT '{{}}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX t{n}_owner_idx ON public.t{n} (owner_id);
CREATE INDEX t{n}_status_idx ON public.t{n} (status, created_at DESC);
ALTER TABLE public.t{n} ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own rows are read" ON public.t{n} FOR SELECT USING (owner_id = current_setting('app.user')::uuid);
CREATE POLICY "own rows are written" ON public.t{n} FOR INSERT
    WITH CHECK (owner_id = current_setting('app.user')::uuid);
CREATE TRIGGER touch BEFORE UPDATE ON public.t{n} FOR EACH ROW EXECUTE FUNCTION public.touch();
"""


def schema(tables: int, differences: int) -> str:
    """The schema's text; `differences` tables, spread evenly, have another length check or one more index."""
    changed = {index * tables // differences for index in range(differences)} if differences else set()
    parts = [HEAD]
    for n in range(tables):
        reference = f" REFERENCES public.t{n - 1} (id) ON DELETE CASCADE" if n % 10 else ""
        odd = n in changed and n % 2 == 1
        parts.append(TABLE.format(n=n, reference=reference, length=120 if odd else 100))
        if n in changed and not odd:
            parts.append(f"CREATE INDEX t{n}_amount_idx ON public.t{n} (amount);\n")
    return "".join(parts)


def write(folder: Path, tables: int, differences: int) -> None:
    """`schema.sql` (declared) and `production.sql` (a dump by its name)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schema.sql").write_text(schema(tables, 0))
    (folder / "production.sql").write_text(schema(tables, differences))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--differences", type=int, default=50)
    given = parser.parse_args()
    write(given.folder, given.tables, given.differences)

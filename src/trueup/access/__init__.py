"""Who can do what to which row, found by trying it.

`examine` is the way in. Data flows: a seeded copy, who acts and what each reaches (`ground`, `acting`, `reach`,
together the `study`); from it the `kinds` make claims; `settle` proves each (`proofs`), tries its `fixes` and makes
findings of them; `matrix` and `expect` say who may do what; `flaws` says what each rule means.
"""

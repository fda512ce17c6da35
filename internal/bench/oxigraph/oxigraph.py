"""Answers queries by Oxigraph: one JSON object a line in, one out. Needs `pip install pyoxigraph`."""
import json
import sys

import pyoxigraph as ox

loaded, store = None, None
for line in sys.stdin:
    case = json.loads(line)
    try:
        if case["data"] != loaded:
            store = ox.Store()
            store.load(case["data"].encode(), format=ox.RdfFormat.N_QUADS)
            loaded = case["data"]
        got = store.query(case["query"], base_iri=case["base"])
        if isinstance(got, ox.QuerySolutions):
            names = [v.value for v in got.variables]
            out = {"rows": [{n: str(row[n]) for n in names if row[n] is not None} for row in got]}
        elif isinstance(got, ox.QueryTriples):
            out = {"triples": [[str(t.subject), str(t.predicate), str(t.object)] for t in got]}
        else:
            out = {"bool": bool(got)}
    except Exception as err:  # whatever it is, it is Oxigraph's answer
        loaded = None
        out = {"err": f"{type(err).__name__}: {err}"}
    print(json.dumps(out), flush=True)

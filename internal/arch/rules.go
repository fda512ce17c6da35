package arch

import "slices"

// Module is the path of the module whose tree is checked.
const Module = "github.com/ascribe-graph/ascribe"

// Rules say what a tree may hold.
type Rules struct {
	// Own gives each package, as a path below the module, what it may import
	// of the module itself. A name that ends in "/..." is every package below
	// it, "..." every package. A package that is not a key is a problem.
	Own map[string][]string
	// Foreign gives each module or package of others who may import it, in
	// code or in tests. One that is not covered by a key is a problem.
	Foreign map[string]Importers
	// MaxLines is the longest a Go file may be that was written by hand.
	MaxLines int
}

// Importers lists packages as Rules.Own does.
type Importers struct {
	Code  []string
	Tests []string // beside those of Code
}

// sparql is the query engine's packages, the lowest first: each imports what
// stands before it. The two evaluators at the end do not know of each other.
var sparql = []string{
	"internal/sparql/syntax", "internal/sparql/algebra", "internal/sparql/engine",
	"internal/sparql/expr", "internal/sparql/plan", "internal/sparql/exec", "internal/sparql/naive", "internal/sparql/why",
}

// Ascribe returns the rules of this module. The order is that of the map in
// ARCHITECTURE.md, from the ground up: a package imports only what stands
// below it.
func Ascribe() Rules {
	var (
		ground = []string{"internal/term", "internal/iri"}
		engine = slices.Concat(ground, []string{"internal/store"}, sparql)
		below  = slices.Concat(engine, []string{"internal/sparql/random", "internal/sparql/update", "internal/atomicfile", "internal/fold", "schema", "graph/rdf", "graph/results"}) // of graph
		above  = slices.Concat(below, []string{"graph"})
	)
	own := map[string][]string{
		"internal/term":       nil,                            // RDF terms
		"internal/iri":        nil,                            // IRI resolution
		"internal/arch":       nil,                            // this test
		"internal/atomicfile": nil,                            // files replaced whole
		"internal/fold":       nil,                            // names made comparable
		"internal/paraphrase": {"internal/fold"},              // questions in other words
		"schema":              nil,                            // the vocabulary
		"internal/article":    {},                             // names in a sentence
		"internal/dutch":      {"internal/article", "schema"}, // verbs of Dutch sentences

		"schema/internal/genconst": {"schema"},
		"internal/store":           {"internal/term"}, // numeric ids only
		"graph/rdf":                ground,
		"graph/results":            ground,

		"internal/sparql/conformance": below, // the W3C suites, run against the evaluators

		"graph":        below, // the front door: never seeds, ask, draw or cayley
		"schema/check": above,
		"seeds":        slices.Concat(above, []string{"schema/check"}),
		"graph/ask":    slices.Concat(above, []string{"internal/article", "internal/dutch", "internal/paraphrase"}),
		"graph/draw":   above,

		"graph/dossier": slices.Concat(above, []string{"internal/words"}), // what records say of one thing, in words
		"graph/cayley":  above,

		"internal/words": slices.Concat(above, []string{"internal/article", "internal/dutch"}), // records in the words of the command and of notebooks
		"graph/notebook": slices.Concat(above, []string{"graph/ask", "graph/dossier", "graph/draw", "internal/words"}),

		"internal/importer":     above,
		"internal/exporter/...": slices.Concat(above, []string{"internal/importer", "internal/importer/stix", "internal/importer/claimscsv"}),
		"internal/importer/...": slices.Concat(above, []string{"internal/importer"}),

		"internal/importer/importtest": slices.Concat(above, []string{"internal/importer", "schema/check"}), // for the tests of importers
		"internal/server":              slices.Concat(above, []string{"graph/...", "seeds"}),
		"internal/bench/peer":          slices.Concat(above, []string{"graph/...", "seeds"}),
		"internal/bench/oxigraph":      below,
		"internal/cli":                 {"..."},
		"internal/portable":            {"graph/...", "graph", "seeds"}, // a test of the library
		"internal/release":             nil,
		"cmd/ascribe":                  {"internal/cli"},
	}
	for i, p := range sparql {
		own[p] = slices.Concat(ground, []string{"internal/store"}, sparql[:i])
	}
	own["internal/sparql/why"] = own["internal/sparql/plan"] // on any engine, so on none
	own["internal/sparql/random"] = ground                   // for the tests of evaluators and lenses
	own["internal/sparql/syntax"] = ground
	own["internal/sparql/update"] = slices.Concat(ground, []string{"internal/store"}, sparql[:3]) // the engine is given to it
	own["internal/sparql/naive"] = slices.Concat(ground, []string{"internal/store"}, sparql[:4])

	values := []string{
		"internal/term", "graph", "graph/...", "schema/check", "seeds",
		"internal/cli", "internal/server", "internal/words", "internal/importer", "internal/importer/...", "internal/exporter/...", "internal/bench/peer",
	}
	return Rules{
		Own: own,
		Foreign: map[string]Importers{
			"github.com/cayleygraph/quad":           {Code: values, Tests: []string{"..."}},
			"github.com/cayleygraph/cayley":         {Code: []string{"graph/cayley"}},
			"github.com/dominikbraun/graph":         {Code: []string{"graph", "graph/draw", "schema/check"}},
			"github.com/piprate/json-gold":          {Code: []string{"graph/rdf"}},
			"github.com/spf13/cobra":                {Code: []string{"internal/cli", "cmd/ascribe"}},
			"github.com/spf13/pflag":                {Code: []string{"internal/cli"}},
			"github.com/jedib0t/go-pretty/v6":       {Code: []string{"internal/cli"}},
			"github.com/peterh/liner":               {Code: []string{"internal/cli"}},
			"github.com/blevesearch/snowballstem":   {Code: []string{"internal/paraphrase"}},
			"github.com/rogpeppe/go-internal":       {Tests: []string{"internal/cli", "cmd/ascribe"}},
			"github.com/rogpeppe/go-internal/txtar": {Code: []string{"graph/ask"}, Tests: []string{"..."}},
			"golang.org/x/term":                     {Code: []string{"internal/cli"}},
			"golang.org/x/sys":                      {Code: []string{"internal/store", "internal/cli"}},
			"golang.org/x/text/unicode/norm":        {Code: []string{"internal/fold", "graph", "graph/...", "internal/store", "internal/sparql/expr", "internal/importer"}},
			"golang.org/x/text/cases":               {Code: []string{"internal/fold", "graph", "graph/...", "internal/store"}},
			"golang.org/x/text/language":            {Code: []string{"graph", "graph/...", "internal/cli"}},
			"golang.org/x/text/language/display":    {Tests: []string{"graph/ask"}},
			"golang.org/x/text/collate":             {Code: []string{"graph/ask", "internal/cli"}},
			"golang.org/x/text/runes":               {Code: []string{"graph", "graph/...", "internal/store"}},
			"golang.org/x/text/transform":           {Code: []string{"graph", "graph/...", "internal/store"}},
		},
		MaxLines: 700,
	}
}

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/graph/results"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

// maxQuery is the longest query that is read from a file, in bytes.
const maxQuery = 1 << 20

func (s *session) queryCommand() *cobra.Command {
	var (
		file, base       string
		data, named      []string
		strict, checking bool
		show             queryShow
		maxRows          int
	)
	c := &cobra.Command{
		Use:   "query [-f FILE] 'SPARQL'",
		Short: "Run a SPARQL 1.1 query",
		Long: `Run a SPARQL 1.1 query: SELECT, ASK, CONSTRUCT, DESCRIBE, or PATHS for chains.

Every record is a named graph; the default graph is the union of what the lens shows.
The prefixes asc, id, claim, act, src, rdf, rdfs and xsd need no declaration.

With --data or --named-data the query runs over files instead of a graph: no lens,
no prefixes, and nothing is ever fetched from the network.

--explain prints how the query would be evaluated, --profile evaluates it and prints
what each step did; --format json gives either to a program. Where a SELECT finds
nothing, a page and JSON say which part of it has no solutions; --why-empty asks for
that in other formats too, and for as long as --timeout allows.`,
		Example: `  ascribe query 'SELECT ?who ?r { GRAPH ?r { ?who asc:sanctioned ?whom } }'
  ascribe query 'PATHS START ?s = id:apt31 END ?e = id:china VIA asc:linkedTo|asc:partOf'
  ascribe query --data cities.ttl -f population.rq --format srj
  ascribe query --profile 'SELECT ?who { ?who asc:sanctioned ?whom . ?whom a asc:State }'`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if show.explain && show.profile {
				return usagef("give one of them: --profile shows the estimates as well", "both --explain and --profile")
			}
			text, name, err := s.requestText(queryRequest, file, args)
			if err != nil {
				return err
			}
			o := &graph.QueryOptions{Strict: strict, Base: base, File: name, MaxRows: maxRows, NoPrefixes: len(data)+len(named) > 0, Relations: true}
			if o.Base == "" && file != "" && file != "-" {
				o.Base = fileIRI(file)
			}
			if checking {
				_, err := s.prepare(text, o)
				return err
			}
			if !o.NoPrefixes {
				return s.view(c.Context(), func(v *graph.View, _ *ask.Names) error { return s.runQuery(c.Context(), v, text, o, show) })
			}
			s.g, err = s.readDataset(c.Context(), data, named)
			if err != nil {
				return err
			}
			return s.g.View(c.Context(), graph.Everything, func(v *graph.View) error {
				return s.runQuery(c.Context(), v, text, o, show)
			})
		},
	}
	f := c.Flags()
	f.StringVarP(&file, "file", "f", "", "read the query from `file`; - is standard input")
	f.StringArrayVar(&data, "data", nil, "query this `[BASE=]FILE` as default graph")
	f.StringArrayVar(&named, "named-data", nil, "query this `[IRI=]FILE` as a named graph; default IRI: the file's own")
	f.StringVar(&base, "base", "", "base `IRI` of the query")
	f.BoolVar(&strict, "strict", false, "the default graph is the quads without a label alone")
	f.BoolVar(&checking, "check", false, "only parse the query; warn of variables that nothing binds")
	f.BoolVar(&show.why, "why", false, "show the quads and records that each row rests on")
	f.BoolVar(&show.explain, "explain", false, "show how the query would be evaluated, with estimates of rows")
	f.BoolVar(&show.profile, "profile", false, "evaluate the query, and show the rows, time and memory of each step")
	f.BoolVar(&show.whyEmpty, "why-empty", false, "say which part of a query that finds nothing has no solutions")
	f.IntVar(&maxRows, "max-rows", 0, "stop after so many `rows`, with an error that says so")
	return c
}

// request is what the text of a SPARQL command is called, and its limit.
type request struct {
	name    string // "query"
	article string // "a"
	max     int64  // bytes of a file
	example string
}

var (
	queryRequest  = request{"query", "a", maxQuery, "ascribe query 'SELECT ?s { ?s a asc:State }'"}
	updateRequest = request{"update", "an", graph.MaxUpdate, "ascribe update 'DELETE WHERE { id:x ?p ?o }'"}
)

// requestText returns the text of a query or an update, from the argument or
// the file of -f, and how errors name it.
func (s *session) requestText(what request, file string, args []string) (text, name string, err error) {
	switch {
	case file == "" && len(args) == 0:
		return "", "", usagef("for example "+what.example, "no "+what.name+": give it as an argument or by -f FILE")
	case file != "" && len(args) > 0:
		return "", "", usagef("give one of them", what.article+" "+what.name+" as argument and by -f FILE")
	case file == "":
		return args[0], "", nil
	}
	r := s.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return "", "", err
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, what.max+1))
	if err != nil {
		return "", "", err
	}
	if int64(len(b)) > what.max {
		return "", "", fmt.Errorf("%s: the %s is longer than %d bytes", file, what.name, what.max)
	}
	return string(b), file, nil
}

// readDataset reads the files of --data and --named-data.
func (s *session) readDataset(ctx context.Context, data, named []string) (*graph.Graph, error) {
	var docs []graph.Document
	var files []io.Closer
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	add := func(arg string, isNamed bool) error {
		iri, path := splitDataset(arg)
		format, ok := rdf.FormatOf(path)
		if !ok {
			return fmt.Errorf("%s: %w, want .nq, .trig, .nt, .ttl or .jsonld", path, graph.ErrFormat)
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		files = append(files, f)
		if iri == "" {
			iri = fileIRI(path)
		}
		d := graph.Document{R: f, Format: format, Name: path, Base: iri}
		if isNamed {
			d.Label = quad.IRI(iri)
		}
		docs = append(docs, d)
		return nil
	}
	for _, arg := range data {
		if err := add(arg, false); err != nil {
			return nil, err
		}
	}
	for _, arg := range named {
		if err := add(arg, true); err != nil {
			return nil, err
		}
	}
	return graph.Read(ctx, &graph.Options{Name: "files", QueryTime: s.flags.timeout}, docs...)
}

// splitDataset splits IRI=FILE. A name with "=" in it that is no IRI is a file.
func splitDataset(arg string) (iri, path string) {
	// The file is what follows the last "=", since an IRI may hold some.
	if i := strings.LastIndexByte(arg, '='); i > 0 && strings.Contains(arg[:i], ":") {
		return arg[:i], arg[i+1:]
	}
	return "", arg
}

func fileIRI(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	return "file://" + filepath.ToSlash(abs)
}

// sparqlFormats are the result formats of the SPARQL specifications.
var sparqlFormats = map[string]results.Format{
	"srj": results.JSON, "srx": results.XML, "sparql-csv": results.CSV, "sparql-tsv": results.TSV,
}

var rdfFormats = map[string]rdf.Format{"nt": rdf.NTriples, "nq": rdf.NQuads, "ttl": rdf.Turtle, "trig": rdf.TriG, "jsonld": rdf.JSONLD}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// queryShow says what to show beside a query's answer, or in its place.
type queryShow struct {
	why, explain, profile, whyEmpty bool
}

// prepare parses a query, and warns of what its author hardly meant.
func (s *session) prepare(text string, o *graph.QueryOptions) (*graph.Prepared, error) {
	p, err := graph.Prepare(text, o)
	if err != nil {
		return nil, err
	}
	for _, w := range p.Warnings() {
		at := fmt.Sprintf("%d:%d", w.Line, w.Col)
		if o.File != "" {
			at = o.File + ":" + at
		}
		fmt.Fprintf(s.err, "ascribe: warning: %s\n", oneLine(at+": "+w.Msg))
	}
	return p, nil
}

// runQuery runs a query on v and prints what it gives.
func (s *session) runQuery(ctx context.Context, v *graph.View, text string, o *graph.QueryOptions, show queryShow) error {
	if show.explain || show.profile {
		return s.printPlan(ctx, v, text, o, show.profile)
	}
	p, err := s.prepare(text, o)
	if err != nil {
		return err
	}
	res, err := p.Run(ctx, v, nil)
	if err != nil {
		return err
	}
	switch res.Form {
	case graph.Construct, graph.Describe:
		return s.printTriples(res)
	case graph.Ask:
		return s.printBool(v, res)
	}
	format, err := s.format(slices.Concat(sheetFormats, keys(sparqlFormats))...)
	if err != nil {
		return err
	}
	if f, ok := sparqlFormats[format]; ok {
		return s.writeResults(res, f)
	}
	sh := &sheet{Columns: res.Vars, Lens: s.describe(v)}
	if !v.Lens().All {
		w := v.World()
		sh.World = &w
	}
	var failed error
	var rows [][]quad.Value
	for row, err := range res.Rows() {
		if err != nil {
			failed = err
			break
		}
		cells := make([]cell, len(row))
		for i, value := range row {
			cells[i] = s.valueCell(v, value)
		}
		sh.Rows = append(sh.Rows, cells)
		if show.why {
			rows = append(rows, row)
		}
	}
	if _, partial := errors.AsType[*graph.LimitError](failed); failed != nil && !partial {
		return failed
	}
	if failed != nil {
		sh.Notes = append(sh.Notes, fmt.Sprintf("Partial: %d rows, then the query was stopped.", len(sh.Rows)))
		sh.Extra = map[string]any{"partial": true}
	}
	if len(sh.Rows) == 0 && failed == nil && (show.whyEmpty || format == "table" || format == "markdown" || format == "json") {
		if err := s.noteEmpty(ctx, v, sh, text, o, show.whyEmpty); err != nil {
			return err
		}
	}
	if show.why {
		if err := s.explainRows(ctx, v, sh, text, rows, o); err != nil {
			return err
		}
	}
	return errors.Join(failed, s.print(sh))
}

// valueCell prints a value as people call it, or as it is.
func (s *session) valueCell(v *graph.View, value quad.Value) cell {
	if value == nil {
		return cell{}
	}
	iri, ok := value.(quad.IRI)
	if !ok {
		c := textCell(v.Label(value))
		if data := literalData(value); data != nil {
			data["text"] = c.Text
			c.JSON = data
		}
		return c
	}
	label := v.Label(iri, s.langs()...)
	c := cell{Text: label, JSON: map[string]any{"iri": string(iri), "label": label}}
	if s.flags.iris {
		c.Text = string(iri)
	}
	return c
}

func (s *session) writeResults(res *graph.Result, f results.Format) error {
	w := results.NewWriter(s.out, f)
	if err := w.Head(res.Vars); err != nil {
		return err
	}
	n := 0
	for row, err := range res.Rows() {
		if err != nil {
			return err
		}
		n++
		if err := w.Row(row); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	if n == 0 && s.flags.exitStatus {
		return errNoRows
	}
	return nil
}

// printBool prints the answer of an ASK: a truth value, seen through a lens in a
// world.
func (s *session) printBool(v *graph.View, res *graph.Result) error {
	format, err := s.format(slices.Concat(sheetFormats, keys(sparqlFormats))...)
	if err != nil {
		return err
	}
	if f, ok := sparqlFormats[format]; ok {
		w := results.NewWriter(s.out, f)
		if err := w.Bool(res.Bool); err != nil {
			return err
		}
		err = w.Close()
	} else {
		err = s.printTruth(s.sheetOf(v), format, res.Bool)
	}
	if err == nil && !res.Bool && s.flags.exitStatus {
		return errNoRows
	}
	return err
}

// printTruth prints a truth value on a line of its own, and beside it the lens
// and the world; as JSON both in one.
func (s *session) printTruth(sh *sheet, format string, truth bool) error {
	if format == "json" {
		meta, err := sh.meta(s)
		if err != nil {
			return err
		}
		e := json.NewEncoder(s.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"answer": truth, "meta": meta})
	}
	if format == "table" || format == "markdown" {
		sh.Head = strconv.FormatBool(truth)
		return s.printPage(sh, format)
	}
	if _, err := fmt.Fprintln(s.out, truth); err != nil {
		return err
	}
	return s.sideNotes(sh)
}

// printTriples prints the triples of a CONSTRUCT or DESCRIBE, as Turtle
// unless the flag says otherwise.
func (s *session) printTriples(res *graph.Result) error {
	format := rdf.Turtle
	if s.flags.format != "" {
		name, err := s.format(keys(rdfFormats)...)
		if err != nil {
			return err
		}
		format = rdfFormats[name]
	}
	var quads []quad.Quad
	for q, err := range res.Triples() {
		if err != nil {
			return err
		}
		quads = append(quads, q)
	}
	if err := s.writeQuads(s.out, quads, format); err != nil {
		return err
	}
	if len(quads) == 0 && s.flags.exitStatus {
		return errNoRows
	}
	return nil
}

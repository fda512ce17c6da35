package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/claimscsv"
	"github.com/ascribe-graph/ascribe/internal/importer/eurepoc"
	"github.com/ascribe-graph/ascribe/internal/importer/microsoft"
	"github.com/ascribe-graph/ascribe/internal/importer/misp"
	"github.com/ascribe-graph/ascribe/internal/importer/ofac"
	"github.com/ascribe-graph/ascribe/internal/importer/stix"
	"github.com/ascribe-graph/ascribe/internal/importer/uksanctions"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/spf13/cobra"
)

// importers are the formats of others that import reads, the surest to
// recognise first.
func importers() []importer.Importer {
	return []importer.Importer{
		stix.Importer{},
		misp.Importer{},
		microsoft.Importer{},
		ofac.Importer{},
		uksanctions.Importer{},
		eurepoc.Importer{},
		claimscsv.Importer{},
	}
}

// withFormats lets the import command read the formats of others beside RDF.
func (s *session) withFormats(c *cobra.Command) *cobra.Command {
	readRDF := c.RunE
	var published string
	c.Flags().StringVar(&published, "published", "", "`date` of the documents, where they say none: a day, month or year")
	names := make([]string, 0, 8)
	var about strings.Builder
	for _, im := range importers() {
		names = append(names, im.Name())
		fmt.Fprintf(&about, "\n  %-12s %s", im.Name(), im.About())
	}
	c.Short = "Read RDF, or the data of others, into the graph, all or nothing"
	c.Long += `

Files of other formats are recognised by their content, packed (gzip, zip) or not, and become records by
whoever says what is in them. What is broken, what no table resolves and what has no place is reported.
A later import of a newer version supersedes what it says differently; importing the same file again adds nothing.
` + about.String()
	c.Example += "\n  ascribe --graph mine.ascribe import threat-actor.json producer.json --dry-run"
	c.Flag("as").Usage = "`format` of the files: nquads, trig, turtle, ntriples, jsonld; " + strings.Join(names, ", ") + "; default by extension or content"
	c.RunE = func(c *cobra.Command, args []string) error {
		as, err := c.Flags().GetString("as")
		if err != nil {
			return err
		}
		dry, err := c.Flags().GetBool("dry-run")
		if err != nil {
			return err
		}
		if !foreign(as, names, args) {
			return readRDF(c, args)
		}
		o := &importer.Options{As: as, Published: published, Progress: s.importProgress()}
		if published != "" {
			if _, ok := importer.Date(published); !ok {
				return usagef("for example --published 2023-01", fmt.Sprintf("%q is no date", published))
			}
		}
		err = s.importForeign(c.Context(), args, o, dry)
		if errors.Is(err, importer.ErrUnknownFormat) && as == "" {
			err = readRDF(c, args) // says what it wants
			if errors.Is(err, graph.ErrFormat) {
				return &usageError{err, "data of others is recognised by its content (" + strings.Join(names, ", ") + "), and this is none of it; --as says which it is"}
			}
		}
		return err
	}
	return c
}

// foreign reports whether the files are to be read by an importer: the format
// named is one, or none is named and no file's name says RDF.
func foreign(as string, names, paths []string) bool {
	if as != "" {
		return slices.Contains(names, as)
	}
	return !slices.ContainsFunc(paths, func(p string) bool {
		_, isRDF := rdf.FormatOf(p)
		return isRDF || p == "-"
	})
}

// importProgress writes how far an import is, where a person looks.
func (s *session) importProgress() func(string, int) {
	if info, err := os.Stderr.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(file string, n int) {
		if n%10_000 == 0 {
			fmt.Fprintf(s.err, "%s: %d objects read\n", oneLine(file), n)
		}
	}
}

func (s *session) importForeign(ctx context.Context, paths []string, o *importer.Options, dry bool) error {
	im := importer.NewSession(importers(), o)
	for _, path := range paths {
		if err := s.readForeign(ctx, im, path); err != nil {
			return badFile(err)
		}
	}
	g, err := s.openForImport(dry)
	if err != nil {
		return err
	}
	var reports []*importer.Report
	err = g.Update(ctx, func(tx *graph.Tx) error {
		var err error
		reports, err = im.Write(ctx, tx)
		if err == nil && dry {
			return errDryRun
		}
		return err
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return err
	}
	sh := reportSheet(reports)
	if dry {
		sh.Notes = append(sh.Notes, "Dry run: nothing was kept.")
	}
	return s.print(sh)
}

// openForImport opens the graph of --graph; a dry run does not make its file.
func (s *session) openForImport(dry bool) (*graph.Graph, error) {
	if _, embedded := s.seeds(); dry && !embedded {
		if _, err := os.Stat(s.flags.graph); errors.Is(err, fs.ErrNotExist) {
			s.g = graph.New(&graph.Options{Name: s.flags.graph})
			return s.g, nil
		}
	}
	return s.openForWriting()
}

func (s *session) readForeign(ctx context.Context, im *importer.Session, path string) error {
	r := s.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		r = f
	}
	return im.Read(ctx, path, r)
}

// badFile makes bad data of what is wrong with a file as a whole.
func badFile(err error) error {
	if e, ok := errors.AsType[*importer.FormatError](err); ok {
		msg := e.Msg
		if e.Path != "" {
			msg += ", at " + e.Path
		}
		return &rdf.SyntaxError{File: e.File, Line: max(e.Line, 1), Col: max(e.Col, 1), Msg: msg, Hint: e.Hint}
	}
	if e, ok := errors.AsType[*importer.LimitError](err); ok {
		return &rdf.SyntaxError{
			File: e.File, Line: 1, Col: 1, Msg: fmt.Sprintf("more than %d %s", e.Max, e.What),
			Hint: "split the file; the limit is there for files that cannot be trusted",
		}
	}
	return err
}

// maxDetails is how many lines of each kind a report prints; JSON has more.
const maxDetails = 20

// reportSheet is the reports of an import as a table, details below it.
func reportSheet(reports []*importer.Report) *sheet {
	sh := &sheet{
		Columns: []string{"file", "format", "read", "new", "already there", "superseded", "withdrawn", "outdated", "rejected", "unresolved", "left out"},
		Extra:   map[string]any{"reports": reports},
	}
	for _, r := range reports {
		left := 0
		for _, n := range r.Left {
			left += n
		}
		row := []cell{textCell(r.File), textCell(r.Format)}
		for _, n := range []int{r.Read, r.New, r.AlreadyThere, r.Superseded, r.Retracted, r.Outdated, r.RejectedTotal, len(r.Unresolved), left} {
			row = append(row, cell{Text: fmt.Sprint(n), JSON: n})
		}
		sh.Rows = append(sh.Rows, row)
		sh.Notes = append(sh.Notes, reportNotes(r)...)
	}
	return sh
}

func reportNotes(r *importer.Report) (notes []string) {
	list := func(what string, lines []string, total int) {
		if total == 0 {
			return
		}
		notes = append(notes, fmt.Sprintf("%s: %s: %d", r.File, what, total))
		for i, l := range lines {
			if i == maxDetails {
				notes = append(notes, fmt.Sprintf("  … and %d more; --format json has up to 1000", total-i))
				break
			}
			notes = append(notes, "  "+oneLine(l))
		}
	}
	figures := func(m map[string]int) (lines []string) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			lines = append(lines, fmt.Sprintf("%s: %d", k, m[k]))
		}
		return lines
	}
	counts := figures(r.Counts)
	list("found", counts, len(counts))
	var lines []string
	for _, c := range r.Changes {
		lines = append(lines, fmt.Sprintf("%s %s", schema.Handle(string(c.Old)), c.What))
	}
	list("changed", lines, len(r.Changes))
	lines = nil
	for _, x := range r.Rejected {
		lines = append(lines, fmt.Sprintf("%s: %s", x.Where, x.Reason))
	}
	list("rejected", lines, r.RejectedTotal)
	lines = nil
	for _, u := range r.Unresolved {
		lines = append(lines, fmt.Sprintf("%s %q (%d, first at %s): %s", u.What, u.Name, u.Count, u.Where, u.Hint))
	}
	list("unresolved", lines, len(r.Unresolved))
	lines = figures(r.Left)
	list("left out, for want of a place in the vocabulary", lines, len(lines))
	for _, n := range r.Notes {
		notes = append(notes, r.File+": "+n)
	}
	return notes
}

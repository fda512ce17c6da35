package cli

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// sheet is an answer made of rows, whatever verb it comes from.
type sheet struct {
	Head    string // the answer in a sentence; "" for none
	Columns []string
	Keys    []string // the columns' names for programs, in any language the same; default Columns
	Rows    [][]cell
	Page    *sheet   // other Columns and Rows where a person reads; nil: the same
	Notes   []string // printed below the rows
	Lens    string   // "" for the default lens
	World   *graph.World
	// WorldText is World in the answer's language; default English.
	WorldText string
	Lang      string         // of the sheet's own words; default English
	Unbroken  bool           // a page does not fold the first column
	Below     []indented     // printed last on a page, beside csv and tsv
	Extra     map[string]any // further members of the JSON
}

// cell is one value: as text, and as JSON where that can say more.
type cell struct {
	Text string
	JSON any // nil: Text

	// Of a list: what Text joins, so that a page can show less of it.
	Values    []string
	Separator string
}

// keys are the columns' names for programs.
func (sh *sheet) keys() []string {
	if sh.Keys != nil {
		return sh.Keys
	}
	return sh.Columns
}

// dropColumn leaves out a column.
func (sh *sheet) dropColumn(i int) {
	sh.Columns = slices.Delete(sh.Columns, i, i+1)
	for j := range sh.Rows {
		sh.Rows[j] = slices.Delete(sh.Rows[j], i, i+1)
	}
}

func textCell(s string) cell { return cell{Text: s} }

// The formats of sheets.
var sheetFormats = []string{"table", "csv", "tsv", "json", "ndjson", "markdown"}

// formatNames are all values of --format.
func formatNames() []string {
	return slices.Concat(sheetFormats,
		[]string{"srj", "srx", "sparql-csv", "sparql-tsv"}, []string{"nt", "nq", "ttl", "trig"}, []string{"dot"})
}

// format returns the format to print in: what the flag says, which must be
// among those allowed, or else a table on a terminal and TSV in a pipe.
func (s *session) format(allowed ...string) (string, error) {
	f := strings.ToLower(s.flags.format)
	if f == "md" {
		f = "markdown"
	}
	switch {
	case f == "" && s.terminal():
		return "table", nil
	case f == "":
		return "tsv", nil
	case slices.Contains(allowed, f):
		return f, nil
	}
	return "", usagef("this command prints: "+strings.Join(allowed, ", "), fmt.Sprintf("cannot print in format %q", s.flags.format))
}

// print writes a sheet and reports errNoRows if that was asked for.
func (s *session) print(sh *sheet) error {
	format, err := s.format(sheetFormats...)
	if err != nil {
		return err
	}
	s.found = sh
	if s.whyRows != nil && format != "json" && format != "ndjson" { // the evidence alone
		return s.page(s.evidenceText(sh.Below, format, s.width()) + "\n")
	}
	switch format {
	case "table", "markdown":
		err = s.printPage(sh, format)
	case "csv":
		err = s.printCSV(sh)
	case "tsv":
		err = s.printTSV(sh)
	case "json", "ndjson":
		err = s.printJSON(sh, format == "ndjson")
	}
	if err == nil && s.flags.exitStatus && len(sh.Rows) == 0 {
		return errNoRows
	}
	return err
}

// footer says the lens and the closed world of a sheet.
func (sh *sheet) footer() []string {
	var lines []string
	if sh.Lens != "" {
		lines = append(lines, sh.word("Lens")+": "+sh.Lens+".")
	}
	if sh.World != nil {
		lines = append(lines, sh.word("World")+": "+cmp.Or(sh.WorldText, sh.World.String())+".")
	}
	return lines
}

// dutch are the sheet's own words in Dutch.
var dutch = map[string]string{"World": "Wereld", "Lens": "Blik"}

func (sh *sheet) word(w string) string {
	if sh.Lang == "nl" {
		return dutch[w]
	}
	return w
}

// sideNotes writes what a bare table of values cannot hold to the --meta file
// or to standard error.
func (s *session) sideNotes(sh *sheet) (err error) {
	lines := slices.Concat(sh.Notes, sh.footer())
	if sh.Head != "" && !s.first.beside {
		lines = slices.Insert(lines, 0, sh.Head)
	}
	for _, l := range sh.Below {
		lines = append(lines, strings.Repeat(" ", l.indent)+l.text)
	}
	if len(lines) == 0 {
		return nil
	}
	w := s.err
	if s.flags.metaFile != "" {
		f, err := os.Create(s.flags.metaFile)
		if err != nil {
			return err
		}
		defer func() {
			if e := f.Close(); err == nil {
				err = e
			}
		}()
		w = f
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(w, oneLine(l)); err != nil {
			return err
		}
	}
	return nil
}

// bare is a text as programs get it, or, if that would reach a terminal, made
// harmless.
func (s *session) bare(text string) string {
	if s.terminal() {
		return oneLine(text)
	}
	return text
}

func (s *session) printCSV(sh *sheet) error {
	w := csv.NewWriter(s.out)
	if err := w.Write(sh.keys()); err != nil {
		return err
	}
	for _, row := range sh.Rows {
		record := make([]string, len(row))
		for i, c := range row {
			record[i] = s.bare(c.Text)
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return s.sideNotes(sh)
}

// tsvEscapes are the escapes of a field of TSV.
var tsvEscapes = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func (s *session) printTSV(sh *sheet) error {
	var b strings.Builder
	line := func(fields []string) {
		for i, f := range fields {
			if i > 0 {
				b.WriteByte('\t')
			}
			_, _ = tsvEscapes.WriteString(&b, f)
		}
		b.WriteByte('\n')
	}
	line(sh.keys())
	for _, row := range sh.Rows {
		fields := make([]string, len(row))
		for i, c := range row {
			fields[i] = s.bare(c.Text)
		}
		line(fields)
	}
	if _, err := io.WriteString(s.out, b.String()); err != nil {
		return err
	}
	return s.sideNotes(sh)
}

func (s *session) printJSON(sh *sheet, lines bool) error {
	columns := sh.keys()
	rows := make([]map[string]any, len(sh.Rows))
	for i, row := range sh.Rows {
		rows[i] = map[string]any{}
		for j, c := range row {
			var value any = c.Text
			if c.JSON != nil {
				value = c.JSON
			}
			rows[i][columns[j]] = value
		}
	}
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	if lines {
		for _, r := range rows {
			if err := e.Encode(r); err != nil {
				return err
			}
		}
		return s.sideNotes(sh)
	}
	meta, err := sh.meta(s)
	if err != nil {
		return err
	}
	doc := map[string]any{"columns": columns, "rows": rows, "meta": meta}
	if sh.Head != "" {
		doc["answer"] = sh.Head
	}
	if len(sh.Notes) > 0 {
		doc["notes"] = sh.Notes
	}
	maps.Copy(doc, sh.Extra)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}

// orNone makes an empty list of none, which JSON would have as null.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// literalData is what the text of a literal does not say: its datatype or its
// language, and of a date how precise it is. It is nil for a plain string and
// for what is no literal.
func literalData(value quad.Value) map[string]any {
	switch l := value.(type) {
	case quad.LangString:
		return map[string]any{"lang": l.Lang}
	case quad.TypedString:
		data := map[string]any{"datatype": string(l.Type)}
		if precision := datePrecision[string(l.Type)]; precision != "" {
			data["precision"] = precision
		}
		return data
	}
	return nil
}

// datePrecision is how precise a date of a datatype is.
var datePrecision = map[string]string{schema.XSDDate: "day", schema.XSDGYearMonth: "month", schema.XSDGYear: "year"}

// meta is the lens, the state of the graph and the closed world as JSON.
func (sh *sheet) meta(s *session) (map[string]any, error) {
	m := map[string]any{"lens": sh.Lens}
	if s.g != nil {
		m["graph"] = s.g.Name()
	}
	if s.version != nil {
		version, err := s.version()
		if err != nil {
			return nil, err
		}
		m["uuid"], m["generation"] = version.UUID, version.Generation
	}
	if w := sh.World; w != nil {
		m["world"] = map[string]any{
			"records": w.Records, "claims": w.Claims, "acts": w.Acts, "sources": w.Sources, "undated": w.Undated,
			"perhaps": w.Perhaps, "unsure": w.Unsure, "asOf": w.AsOf.String(), "newest": w.Newest.String(), "text": w.String(),
		}
	}
	return m, nil
}

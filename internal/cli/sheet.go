package cli

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"

	"github.com/ascribe-graph/ascribe/graph"
)

// sheet is an answer made of rows, whatever verb it comes from.
type sheet struct {
	Head    string // the answer in a sentence; "" for none
	Columns []string
	Keys    []string // the columns' names in JSON; default Columns
	Rows    [][]cell
	Notes   []string // printed below the rows
	Lens    string   // "" for the default lens
	World   *graph.World
	// WorldText is World in the answer's language; default English.
	WorldText string
	Lang      string         // of the sheet's own words; default English
	Below     string         // printed last on a page, left out of csv and tsv
	Extra     map[string]any // further members of the JSON
}

// cell is one value: as text, and as JSON where that can say more.
type cell struct {
	Text string
	JSON any // nil: Text
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

func (s *session) terminal() bool {
	f, ok := s.out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width is how wide the terminal is, 0 if output is not to one.
func (s *session) width() int {
	f, ok := s.out.(*os.File)
	if !ok {
		return 0
	}
	w, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return w
}

// print writes a sheet and reports errNoRows if that was asked for.
func (s *session) print(sh *sheet) error {
	format, err := s.format(sheetFormats...)
	if err != nil {
		return err
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
var dutch = map[string]string{"World": "Wereld", "Lens": "Lens"}

func (sh *sheet) word(w string) string {
	if sh.Lang == "nl" {
		return dutch[w]
	}
	return w
}

func (s *session) printPage(sh *sheet, format string) error {
	var b strings.Builder
	paragraph := func(lines ...string) {
		for _, l := range lines {
			b.WriteString(oneLine(l) + "\n")
		}
	}
	if sh.Head != "" {
		paragraph(sh.Head, "")
	}
	if len(sh.Rows) > 0 {
		t := s.table(sh, format)
		if format == "markdown" {
			b.WriteString(t.RenderMarkdown())
		} else {
			b.WriteString(t.Render())
		}
		b.WriteString("\n")
	}
	if notes := slices.Concat(sh.Notes, sh.footer()); len(notes) > 0 {
		if len(sh.Rows) > 0 {
			b.WriteString("\n")
		}
		for i, n := range notes {
			if format == "markdown" && i > 0 {
				b.WriteString("\n")
			}
			paragraph(n)
		}
	}
	if sh.Below != "" {
		b.WriteString("\n" + strings.TrimRight(sh.Below, "\n") + "\n")
	}
	_, err := io.WriteString(s.out, b.String())
	return err
}

// table lays a sheet out, wrapping the cells that make it wider than the
// terminal.
func (s *session) table(sh *sheet, format string) table.Writer {
	t := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatUpper
	if format == "markdown" {
		style = table.StyleDefault
	}
	t.SetStyle(style)
	header := make(table.Row, len(sh.Columns))
	for i, c := range sh.Columns {
		header[i] = c
	}
	if len(sh.Columns) > 0 {
		t.AppendHeader(header)
	}
	widths := make([]int, len(sh.Columns))
	for _, row := range sh.Rows {
		r := make(table.Row, len(row))
		for i, c := range row {
			cellText := oneLine(c.Text)
			r[i] = cellText
			if i < len(widths) {
				widths[i] = max(widths[i], text.StringWidthWithoutEscSequences(cellText), text.StringWidthWithoutEscSequences(sh.Columns[i]))
			}
		}
		t.AppendRow(r)
	}
	if w := s.width(); w > 0 && format == "table" {
		t.SetColumnConfigs(wrap(widths, w))
	}
	return t
}

// minColumn is the width below which no column is squeezed.
const minColumn = 14

// wrap shares a width out: narrow columns get what they need, the wide ones
// split the rest.
func wrap(widths []int, total int) []table.ColumnConfig {
	total -= 2 * len(widths)
	sum := 0
	for _, w := range widths {
		sum += w
	}
	if sum <= total {
		return nil
	}
	room, wide := total, len(widths)
	fits := make([]bool, len(widths))
	for changed := true; changed && wide > 0; {
		changed = false
		for i, w := range widths {
			if !fits[i] && w <= max(room/wide, minColumn) {
				fits[i], changed = true, true
				room -= w
				wide--
				if wide == 0 {
					break
				}
			}
		}
	}
	var out []table.ColumnConfig
	for i := range widths {
		if !fits[i] {
			out = append(out, table.ColumnConfig{Number: i + 1, WidthMax: max(room/wide, minColumn), WidthMaxEnforcer: text.WrapSoft})
		}
	}
	return out
}

// sideNotes writes what a bare table of values cannot hold to the --meta file
// or to standard error.
func (s *session) sideNotes(sh *sheet) (err error) {
	lines := sh.footer()
	if sh.Head != "" {
		lines = slices.Insert(lines, 0, sh.Head)
	}
	lines = append(lines, sh.Notes...)
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

func (s *session) printCSV(sh *sheet) error {
	w := csv.NewWriter(s.out)
	if err := w.Write(sh.Columns); err != nil {
		return err
	}
	for _, row := range sh.Rows {
		record := make([]string, len(row))
		for i, c := range row {
			record[i] = c.Text
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

func (s *session) printTSV(sh *sheet) error {
	var b strings.Builder
	line := func(fields []string) {
		for i, f := range fields {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`).Replace(f))
		}
		b.WriteByte('\n')
	}
	line(sh.Columns)
	for _, row := range sh.Rows {
		fields := make([]string, len(row))
		for i, c := range row {
			fields[i] = c.Text
		}
		line(fields)
	}
	if _, err := io.WriteString(s.out, b.String()); err != nil {
		return err
	}
	return s.sideNotes(sh)
}

func (s *session) printJSON(sh *sheet, lines bool) error {
	columns := sh.Columns
	if sh.Keys != nil {
		columns = sh.Keys
	}
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
	doc := map[string]any{"columns": columns, "rows": rows, "meta": sh.meta(s)}
	if sh.Head != "" {
		doc["answer"] = sh.Head
	}
	if len(sh.Notes) > 0 {
		doc["notes"] = sh.Notes
	}
	for k, v := range sh.Extra {
		doc[k] = v
	}
	e.SetIndent("", "  ")
	return e.Encode(doc)
}

// meta is the lens and the closed world as JSON.
func (sh *sheet) meta(s *session) map[string]any {
	m := map[string]any{"lens": sh.Lens}
	if s.g != nil {
		m["graph"] = s.g.Name()
	}
	if w := sh.World; w != nil {
		m["world"] = map[string]any{
			"records": w.Records, "claims": w.Claims, "acts": w.Acts, "sources": w.Sources, "undated": w.Undated,
			"perhaps": w.Perhaps, "unsure": w.Unsure, "asOf": w.AsOf.String(), "newest": w.Newest.String(), "text": w.String(),
		}
	}
	return m
}

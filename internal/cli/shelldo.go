package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/spf13/cobra"
)

// do does what a line says. It returns the exit code that a command would have
// had, and whether the shell is to be left.
func (sh *shell) do(ctx context.Context, text string) (code int, left bool) {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasPrefix(text, "#") {
		return exitDone, false
	}
	if isSPARQL(text) {
		return sh.run(ctx, []string{"query", text}), false
	}
	if q, ok := sh.mayMean.numbered(text); ok {
		return sh.run(ctx, []string{"ask", q}), false
	}
	first, rest, _ := strings.Cut(text, " ")
	if strings.HasSuffix(text, "?") && first != "ask" && first != "?" {
		return sh.run(ctx, []string{"ask", text}), false
	}
	switch first {
	case "exit", "quit", `\q`:
		return exitDone, true
	case "?", `\?`:
		return sh.help(ctx, nil), false
	}
	words, err := splitWords(text)
	if err != nil && sh.isVerb(first) {
		return sh.fail(usagef("close it, or leave it out", err.Error())), false
	}
	if err != nil {
		words = strings.Fields(text)
	}
	if words[0] == "ascribe" && len(words) > 1 {
		words = words[1:] // as it is typed elsewhere
	}
	switch {
	case words[0] == "help":
		return sh.help(ctx, words[1:]), false
	case words[0] == "shell":
		return sh.fail(usagef("type a question, a query or a command", "this is the shell")), false
	case words[0] == "lens" && !sh.isLensVerb(words[1:]):
		return sh.setLens(ctx, words[1:]), false
	case words[0] == "why":
		return sh.why(ctx, words[1:]), false
	case !sh.isVerb(words[0]):
		return sh.run(ctx, []string{"ask", text}), false
	case words[0] == "ask" && rest != "" && !strings.HasPrefix(strings.TrimSpace(rest), "-") && !strings.ContainsAny(rest, `"'`) && !strings.Contains(rest, " --"):
		return sh.run(ctx, []string{"ask", rest}), false
	}
	args, err := sh.numbers(words)
	if err != nil {
		return sh.fail(err), false
	}
	return sh.run(ctx, args), false
}

// fail prints an error as the program would.
func (sh *shell) fail(err error) int { return sh.report(err) }

// run runs a command, and keeps what its rows are about.
func (sh *shell) run(ctx context.Context, args []string) int {
	s := sh.child(sh.out, sh.err)
	defer s.close()
	code := s.runArgs(ctx, slices.Concat(sh.globals(), args))
	sh.offer(s.mayMean)
	if s.found != nil && answers(args[0]) {
		sh.last = kept{args, keepRows(s.found)}
	}
	if writes(args[0]) { // by a handle of its own
		if sh.held.g != nil {
			sh.held.g.Close()
			sh.held.g = nil
		}
	}
	return code
}

// offer lists what a refused question may have meant, to be taken by number.
func (sh *shell) offer(c choices) {
	sh.mayMean = c
	if len(c.list) > 0 {
		c.print(sh.err)
		fmt.Fprintln(sh.err, takeOne[cmp.Or(c.lang, "en")])
	}
}

// answers reports whether the rows of a command are what numbers mean after it.
// A dossier and footnotes leave the numbers as they are: one looks at row after
// row of a list.
func answers(verb string) bool {
	return slices.Contains([]string{"ask", "query", "list", "path", "names", "timeline", "contested", "compare", "changes", "whatif"}, verb)
}

// writes reports whether a command may change a graph.
func writes(verb string) bool {
	return slices.Contains([]string{"init", "import", "add", "remove", "same", "different", "update", "compact"}, verb)
}

// isVerb reports whether a word is a command.
func (sh *shell) isVerb(word string) bool {
	for _, c := range sh.commands() {
		if c.Name() == word || c.HasAlias(word) {
			return true
		}
	}
	return word == "help" || word == "why" || word == "exit" || word == "quit"
}

func (sh *shell) commands() []*cobra.Command {
	return (&session{}).command().Commands()
}

// isLensVerb reports whether words after 'lens' are a command of the program
// that keeps lenses.
func (sh *shell) isLensVerb(words []string) bool {
	return len(words) > 0 && slices.Contains([]string{"save", "list", "show", "remove"}, words[0])
}

// setLens says the lens, or chooses another one for what follows.
func (sh *shell) setLens(ctx context.Context, words []string) int {
	old := sh.lens
	switch {
	case len(words) == 0:
	case words[0] == "clear" || words[0] == "none" || words[0] == "default":
		sh.lens, sh.base = nil, slices.DeleteFunc(sh.base, isLensArg)
	case strings.HasPrefix(words[0], "-"):
		var flags []string
		for i := range words {
			if strings.HasPrefix(words[i], "--") && !strings.Contains(words[i], "=") && i+1 < len(words) && !strings.HasPrefix(words[i+1], "-") {
				words[i+1] = words[i] + "=" + words[i+1]
				continue
			}
			flags = append(flags, words[i])
		}
		if i := slices.IndexFunc(flags, func(f string) bool { return !isLensArg(f) }); i >= 0 {
			return sh.fail(usagef("there are: --"+strings.Join(lensFlagNames, ", --"), fmt.Sprintf("%q is no flag of a lens", flags[i])))
		}
		sh.lens = flags
	default:
		sh.lens = []string{"--lens=" + strings.Join(words, " ")}
	}
	if err := sh.describeLens(ctx); err != nil {
		sh.lens = old
		return sh.fail(err)
	}
	said := sh.said
	if said == "" {
		said = "the default one: what is asserted, supported or reported and stands, and all acts"
	}
	fmt.Fprintln(sh.out, folded("Lens: "+oneLine(said)+".", sh.width(), 0))
	return exitDone
}

// isLensArg reports whether an argument is a flag of a lens.
func isLensArg(arg string) bool {
	name, ok := strings.CutPrefix(arg, "--")
	name, _, _ = strings.Cut(name, "=")
	return ok && slices.Contains(lensFlagNames, name)
}

// why shows what rows of the last answer rest on.
func (sh *shell) why(ctx context.Context, words []string) int {
	if sh.last.rows == nil {
		return sh.fail(usagef("ask a question first; then 'why 1' says on what its first row rests", "there is no answer yet"))
	}
	if len(words) == 0 {
		words = []string{"1"}
		if len(sh.last.rows) > 1 {
			words[0] = "1-" + strconv.Itoa(len(sh.last.rows))
		}
	}
	var rows []int
	for _, w := range words {
		list, _, err := sh.rowNumbers(w)
		if err != nil {
			return sh.fail(err)
		}
		if list == nil {
			return sh.fail(usagef("for example 'why 2' or 'why 1-3'", fmt.Sprintf("%q is no number of a row", w)))
		}
		rows = append(rows, list...)
	}
	if verb := sh.last.args[0]; verb == "ask" || verb == "query" {
		s := sh.child(sh.out, sh.err)
		defer s.close()
		s.whyRows = rows
		args := sh.last.args
		if !slices.Contains(args, "--why") {
			args = append([]string{args[0], "--why"}, args[1:]...)
		}
		return s.runArgs(ctx, slices.Concat(sh.globals(), args))
	}
	var handles []string // of other answers a row is a record
	for _, n := range rows {
		handles = append(handles, sh.last.rows[n-1].records...)
	}
	if len(handles) == 0 {
		return sh.fail(usagef("'show "+words[0]+"' shows it", "these rows rest on no record of their own"))
	}
	code := exitDone
	for i, h := range handles {
		if i > 0 {
			fmt.Fprintln(sh.out)
		}
		if code = sh.quiet(ctx, []string{"show", h}); code != exitDone {
			return code
		}
	}
	return code
}

// quiet runs a command and leaves the numbers of the last answer as they are.
func (sh *shell) quiet(ctx context.Context, args []string) int {
	last := sh.last
	defer func() { sh.last = last }()
	return sh.run(ctx, args)
}

// takesRows are the commands whose arguments may be numbers of rows, and
// whether they mean the rows' records.
var takesRows = map[string]bool{"show": false, "draw": false, "names": false, "timeline": false, "contested": false, "path": false, "cite": true}

// numbers puts what rows are about in the place of their numbers.
func (sh *shell) numbers(words []string) ([]string, error) {
	records, ok := takesRows[words[0]]
	if !ok {
		return words, nil
	}
	out := words[:1:1]
	for i, w := range words[1:] {
		if strings.HasPrefix(words[i], "-") && i > 0 && !strings.Contains(words[i], "=") {
			out = append(out, w) // the value of a flag
			continue
		}
		rows, column, err := sh.rowNumbers(w)
		if err != nil {
			return nil, err
		}
		if rows == nil {
			out = append(out, w)
			continue
		}
		for _, n := range rows {
			found := sh.last.rows[n-1].means(column, records)
			if len(found) == 0 {
				return nil, usagef("'why "+strconv.Itoa(n)+"' says on what it rests", fmt.Sprintf("row %d has nothing there to %s", n, words[0]))
			}
			out = append(out, found...)
		}
	}
	if words[0] == "show" && len(out) > 2 && !strings.HasPrefix(out[2], "-") && len(words) == 2 {
		out = out[:2] // a row of several things: the first
	}
	return out, nil
}

// rowNumbers reads "3", "1-3", "3.2"; nil for what is no number.
func (sh *shell) rowNumbers(word string) (rows []int, column int, err error) {
	if word == "" || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) && r != '-' && r != '.' }) || !unicode.IsDigit(rune(word[0])) || len(word) > 12 {
		return nil, 0, nil
	}
	span, at, dotted := strings.Cut(word, ".")
	from, to, isSpan := strings.Cut(span, "-")
	if !isSpan {
		to = from
	}
	number := func(digits string) int { // 0 for what is none
		n, err := strconv.Atoi(digits)
		if err != nil {
			return 0
		}
		return n
	}
	a, b := number(from), number(to)
	if dotted {
		column = number(at)
	}
	if strings.Contains(to, "-") || strings.Contains(at, ".") || dotted && column < 1 {
		return nil, 0, nil
	}
	n := len(sh.last.rows)
	if n == 0 {
		return nil, 0, usagef("ask a question first, or type a name", fmt.Sprintf("there is no row %s: there is no answer yet", word))
	}
	if a < 1 || b < a || b > n {
		return nil, 0, usagef(fmt.Sprintf("the last answer has rows 1 to %d", n), "there is no row "+word)
	}
	for i := a; i <= b; i++ {
		rows = append(rows, i)
	}
	return rows, column, nil
}

// keptRow is what a row of an answer is about: the things of each column, and
// the records that it rests on.
type keptRow struct {
	columns [][]string
	records []string
}

// means are the handles that a row stands for: of a column, of its records, or
// of the first column that has any.
func (r keptRow) means(column int, records bool) []string {
	switch {
	case column > 0 && column <= len(r.columns):
		return r.columns[column-1]
	case column > 0:
		return nil
	case records && len(r.records) > 0:
		return r.records
	}
	for _, c := range r.columns {
		if len(c) > 0 {
			return c[:1]
		}
	}
	return r.records
}

// keepRows remembers what the rows of a sheet are about.
func keepRows(sh *sheet) []keptRow {
	handles := func(data map[string]any, key string) []string {
		var out []string
		if iris, ok := data[key].([]string); ok {
			for _, iri := range iris {
				out = append(out, schema.Handle(iri))
			}
		}
		return out
	}
	keys := sh.keys()
	out := make([]keptRow, 0, len(sh.Rows))
	for _, row := range sh.Rows {
		k := keptRow{columns: make([][]string, len(row))}
		for i, c := range row {
			switch data := c.JSON.(type) {
			case []map[string]any: // of an answer
				for _, d := range data {
					k.columns[i] = append(k.columns[i], handles(d, "iris")...)
					k.records = append(k.records, handles(d, "records")...)
				}
			case map[string]any: // of a query
				if iri, ok := data["iri"].(string); ok {
					k.columns[i] = []string{schema.Handle(iri)}
				}
			case map[string]string:
				if iri := data["iri"]; iri != "" {
					k.columns[i] = []string{schema.Handle(iri)}
				}
			case nil:
				if c.Text != "" && (keys[i] == "record" || keys[i] == "handle") {
					k.columns[i] = []string{c.Text}
				}
				if c.Text != "" && keys[i] == "record" {
					k.records = append(k.records, c.Text)
				}
			}
		}
		slices.Sort(k.records)
		k.records = slices.Compact(k.records)
		out = append(out, k)
	}
	return out
}

// isSPARQL reports whether a text begins as a query does.
func isSPARQL(text string) bool {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		return false
	}
	word, rest := text[:end], strings.ToUpper(strings.TrimSpace(text[end:]))
	switch strings.ToUpper(word) {
	case "SELECT":
		return strings.HasPrefix(rest, "?") || strings.HasPrefix(rest, "$") || strings.HasPrefix(rest, "*") || strings.HasPrefix(rest, "(") ||
			strings.HasPrefix(rest, "DISTINCT") || strings.HasPrefix(rest, "REDUCED")
	case "PREFIX", "BASE":
		return strings.Contains(rest, "<")
	case "ASK":
		return strings.HasPrefix(rest, "{") || strings.HasPrefix(rest, "WHERE") || strings.HasPrefix(rest, "FROM ")
	case "CONSTRUCT":
		return true
	case "DESCRIBE":
		return strings.HasPrefix(rest, "?") || strings.HasPrefix(rest, "<") || strings.Contains(rest, ":") || strings.HasPrefix(rest, "*")
	case "PATHS":
		return strings.HasPrefix(rest, "START") || strings.HasPrefix(rest, "ANY ") || strings.HasPrefix(rest, "ALL ") || strings.HasPrefix(rest, "ACYCLIC")
	}
	return false
}

// open reports whether a query goes on: it has an open brace, or as yet none
// where one is needed.
func open(text string) bool {
	depth, braces := 0, 0
	var quote rune
	escaped, comment, iri := false, false, false
	for _, r := range text {
		switch {
		case comment:
			comment = r != '\n'
		case escaped:
			escaped = false
		case quote != 0:
			escaped = r == '\\'
			if r == quote {
				quote = 0
			}
		case iri:
			iri = r != '>' && !unicode.IsSpace(r)
		case r == '"' || r == '\'':
			quote = r
		case r == '#':
			comment = true
		case r == '<':
			iri = true
		case r == '{':
			depth++
			braces++
		case r == '}':
			depth--
		}
	}
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch strings.ToUpper(word) {
	case "DESCRIBE", "PATHS":
		return depth > 0
	}
	return depth > 0 || braces == 0
}

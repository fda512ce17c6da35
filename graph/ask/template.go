package ask

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/rogpeppe/go-internal/txtar"
)

// A Template is one kind of question with the queries that answer it. It is
// immutable and safe for concurrent use.
type Template struct {
	ID   string
	File string
	Own  bool // from ReadTemplates, not of the program
	// Examples are questions that it answers, by language.
	Examples map[string][]string

	slots      []slot
	columns    []*column
	keys       []string
	sort       []string
	each       string   // slot that may hold a list of names
	dated      string   // "may" or "must": the question may say of which time ?record is
	distinct   []string // slots that never mean the same thing
	top        int      // of the sorted rows these are kept, with those that have as many of topOf; 0: all
	topOf      string
	states     string // variable of the rows that is to be a state where states are asked for
	onlyStates bool   // they are
	speakers   string // variable of the rows: one row for each party behind that record
	yesOf      string // slot of a party: yes is only for what it says itself
	backing    string // slot of an incident: who supported, acknowledged or condemned is told
	// backingRows are the incidents of which it is told where none is named, and
	// backingBy the slots of the parties whose words were asked for, if any.
	backingRows  backingRows
	backingBy    []string
	backingLeast int  // of all: those that so many attributed or backed
	ofParties    bool // rows are of parties who said or did something
	ofActs       bool // records of the rows are acts, which hit somebody and answer something
	words        map[string]map[string]string
	wordOrder    []string
	title        map[string]*text
	phrasings    map[string][]*phrasing
	vocabulary   *sync.Map // map[string]bool by language, once it was needed
	rows         []*query  // their rows follow one another
	notes        []*note
	answer       map[string]*text
	none         map[string]*text
	looked       *note // what a row, or the lack of rows, was looked for among
}

type slot struct {
	name    string
	classes []quad.IRI
}

// column is one column: a variable of the rows, or a query run for each row.
type column struct {
	name     string
	head     map[string]string
	speakers bool     // values are the parties behind ?record
	of       []string // of these slots, where one of them spoke: it was asked what they said
	query    *query
	key      string // what programs call it; "": name
	optional bool   // left out where no row has it
	needs    string // a variable without which a row has nothing here
	countOf  string // the number of values of this variable
}

// backingRows says of which incidents an answer tells who backed their
// attribution, where none is named.
type backingRows int8

const (
	backingNone   backingRows = iota
	backingOfRows             // of the rows
	backingAll                // of all: the rows depend on how many attributed
)

// query is one SPARQL text of a template.
type query struct {
	text       string
	line       int
	pastStance bool // asked past the stance filter of the lens
}

// note is a query and the line that says what it found.
type note struct {
	name  string
	query *query
	text  map[string]*text
}

// A TemplateError reports a fault of a template file.
type TemplateError struct {
	File      string
	Line, Col int // 1-based; Col counts runes
	Msg       string
}

func (e *TemplateError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Msg)
}

// MaxTemplate is the longest template file that is read, in bytes.
const MaxTemplate = 1 << 20

//go:embed templates/*.txtar
var embedded embed.FS

// A start does not check the embedded templates, whose queries take longer to
// parse than most answers: a test does.
var builtin = sync.OnceValues(func() ([]*Template, error) { return loadTemplates(embedded, "templates", readTemplate) })

// Templates returns the questions that Ask understands, in the order in which
// they are listed.
func Templates() []*Template {
	list, err := builtin()
	if err != nil {
		panic(err) // the embedded files are tested
	}
	return slices.Clone(list)
}

// MaxTemplates is how many files ReadTemplates reads from one folder.
const MaxTemplates = 1000

// ReadTemplates reads the template files (*.txtar) of a folder, for
// Options.Templates, each checked: phrasings, texts, queries, and that every
// variable that is shown is there. A fault is a *TemplateError with file, line
// and column. An id that comes with the program takes that template's place.
func ReadTemplates(fsys fs.FS) ([]*Template, error) {
	files, err := fs.Glob(fsys, "*.txtar")
	if err != nil {
		return nil, err
	}
	if len(files) > MaxTemplates {
		return nil, fmt.Errorf("read templates: got %d files, want at most %d", len(files), MaxTemplates)
	}
	list, err := loadTemplates(fsys, ".", parseTemplate)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		t.Own = true
	}
	return list, nil
}

// templates are the user's own, which come first, and those of the program.
func (o *Options) templates() ([]*Template, error) {
	list, err := builtin()
	if err != nil || o == nil || len(o.Templates) == 0 {
		return list, err
	}
	out := slices.Clone(o.Templates)
	for _, t := range list {
		if !slices.ContainsFunc(o.Templates, func(own *Template) bool { return own.ID == t.ID }) {
			out = append(out, t)
		}
	}
	return out, nil
}

// Title returns the question in a language, slots as «class».
func (t *Template) Title(lang string) string {
	title, ok := t.title[lang]
	if !ok {
		title, lang = t.title["en"], "en"
	}
	return fill(title.parts, lang, func(name string, _ bool) []string {
		for _, s := range t.slots {
			if s.name == name {
				return []string{"«" + wantedClasses(s.classes, lang) + "»"}
			}
		}
		return []string{"…"}
	})
}

func wantedClasses(classes []quad.IRI, lang string) string {
	names := make([]string, len(classes))
	for i, c := range classes {
		names[i] = schema.Label(string(c), lang)
	}
	return strings.Join(names, "|")
}

// loadTemplates reads every .txtar file of a folder, by name; parse is
// parseTemplate, or readTemplate for files that were checked before.
func loadTemplates(fsys fs.FS, dir string, parse func(file string, data []byte) (*Template, error)) ([]*Template, error) {
	files, err := fs.Glob(fsys, path.Join(dir, "*.txtar"))
	if err != nil {
		return nil, err
	}
	type file struct {
		name     string
		template *Template
	}
	list := make([]*file, len(files))
	for i, name := range files {
		list[i] = &file{name: name}
	}
	err = atOnce(context.Background(), list, func(_ context.Context, f *file) error {
		data, err := fs.ReadFile(fsys, f.name)
		if err == nil {
			f.template, err = parse(path.Base(f.name), data)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []*Template
	ids := map[string]string{}
	for _, f := range list {
		t := f.template
		if other, ok := ids[t.ID]; ok {
			return nil, &TemplateError{t.File, 1, 1, fmt.Sprintf("the id %q is that of %s", t.ID, other)}
		}
		ids[t.ID] = t.File
		out = append(out, t)
	}
	return out, nil
}

// parseTemplate reads one template file and checks it. Errors are *TemplateError.
func parseTemplate(file string, data []byte) (*Template, error) {
	t, err := readTemplate(file, data)
	if err == nil {
		err = t.check()
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}

// readTemplate is parseTemplate without the check that what is needed is there
// and that queries can be run.
func readTemplate(file string, data []byte) (*Template, error) {
	if len(data) > MaxTemplate {
		return nil, &TemplateError{file, 1, 1, fmt.Sprintf("got %d bytes, want at most %d", len(data), MaxTemplate)}
	}
	t := &Template{
		File: file, Examples: map[string][]string{}, words: map[string]map[string]string{},
		title: map[string]*text{}, phrasings: map[string][]*phrasing{},
		answer: map[string]*text{}, none: map[string]*text{}, vocabulary: new(sync.Map),
	}
	// A marker without a name would make the parser of the archive panic.
	no := 0
	for l := range bytes.Lines(data) {
		no++
		if l = bytes.TrimRight(l, "\r\n"); bytes.HasPrefix(l, []byte("-- ")) && bytes.HasSuffix(l, []byte(" --")) && len(bytes.Trim(l, "- ")) == 0 {
			return nil, t.fault(no, 1, "got a section without a name, want -- NAME --")
		}
	}
	a := txtar.Parse(data)
	if err := t.readHeader(string(a.Comment)); err != nil {
		return nil, err
	}
	line := 1 + bytes.Count(a.Comment, []byte("\n"))
	sections := map[string]bool{}
	var phrases phraseParser
	for _, f := range a.Files {
		line++
		if sections[f.Name] {
			return nil, t.fault(line-1, 1, "the section %q is there twice", f.Name)
		}
		sections[f.Name] = true
		if err := t.readSection(f.Name, string(f.Data), line, &phrases); err != nil {
			return nil, err
		}
		line += bytes.Count(f.Data, []byte("\n"))
	}
	return t, nil
}

func (t *Template) fault(line, col int, format string, args ...any) error {
	return &TemplateError{t.File, line, col, fmt.Sprintf(format, args...)}
}

// readHeader reads the lines before the first section.
func (t *Template) readHeader(s string) error {
	no := 0
	for l := range strings.Lines(s) {
		no++
		f, err := headerFields(l)
		if err != nil {
			return t.fault(no, 1, "%v", err)
		}
		if len(f) == 0 {
			continue
		}
		want := func(n int, what string) error {
			if len(f) < n {
				return t.fault(no, 1, "got %d fields, want %s", len(f), what)
			}
			return nil
		}
		switch f[0] {
		case "id":
			err = want(2, "id NAME")
			if err == nil {
				t.ID = f[1]
			}
		case "slot":
			if err = want(3, "slot NAME CLASS..."); err != nil {
				break
			}
			s := slot{name: f[1]}
			for _, c := range f[2:] {
				if _, ok := schema.Class(schema.NS + c); !ok {
					return t.fault(no, 1, "got the class %q, want one of the schema", c)
				}
				s.classes = append(s.classes, quad.IRI(schema.NS+c))
			}
			t.slots = append(t.slots, s)
		case "column":
			if err = want(4, `column NAME "ENGLISH" "DUTCH" [speakers] [optional] [as KEY]`); err == nil {
				c := &column{name: f[1], head: map[string]string{"en": f[2], "nl": f[3]}, speakers: slices.Contains(f[4:], "speakers"), optional: slices.Contains(f[4:], "optional")}
				if i := slices.Index(f, "as"); i >= 4 {
					if i+1 == len(f) || !isName(f[i+1]) {
						return t.fault(no, 1, "got a column's as without a key, want letters and digits")
					}
					c.key = f[i+1]
				}
				t.columns = append(t.columns, c)
			}
		case "word":
			if err = want(4, `word NAME "ENGLISH" "DUTCH"`); err == nil {
				t.words[f[1]] = map[string]string{"en": f[2], "nl": f[3]}
				t.wordOrder = append(t.wordOrder, f[1])
			}
		case "key":
			t.keys = f[1:]
		case "sort":
			t.sort = f[1:]
		case "each":
			if err = want(2, "each SLOT"); err == nil {
				t.each = f[1]
			}
		case "dated":
			if err = want(2, "dated may|must"); err == nil {
				t.dated = f[1]
			}
		case "distinct":
			t.distinct = f[1:]
		case "speakers":
			if err = want(2, "speakers VARIABLE"); err == nil {
				t.speakers = f[1]
			}
		case "states":
			if err = want(2, "states VARIABLE"); err == nil {
				t.states = f[1]
			}
		case "backing":
			if err = want(2, "backing SLOT"); err == nil {
				t.backing = f[1]
			}
		default:
			err = t.fault(no, 1, "got %q, want id, slot, column, word, key, sort, each, dated, distinct, speakers, states or backing", f[0])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// headerFields splits a line at spaces; a field may stand between quotes, and
// # begins a comment.
func headerFields(s string) ([]string, error) {
	var out []string
	for {
		s = strings.TrimSpace(s)
		if s == "" || s[0] == '#' {
			return out, nil
		}
		if s[0] == '"' {
			end := strings.IndexByte(s[1:], '"')
			if end < 0 {
				return nil, errors.New("got a quote without its end")
			}
			out = append(out, s[1:1+end])
			if s = s[end+2:]; s != "" && !strings.ContainsAny(s[:1], " \t\r\n") {
				return nil, fmt.Errorf("got %q after a quoted field, want a space", s[:1])
			}
			continue
		}
		end := strings.IndexAny(s, " \t\r\n")
		if end < 0 {
			end = len(s)
		}
		if strings.Contains(s[:end], `"`) {
			return nil, fmt.Errorf("got a quote inside %s, want it around the field", s[:end])
		}
		out = append(out, s[:end])
		s = s[end:]
	}
}

func (t *Template) readSection(name, data string, line int, phrases *phraseParser) error {
	if body, ok := strings.CutSuffix(name, ".sparql"); ok {
		q := &query{text: strings.TrimRight(data, "\n"), line: line}
		first, _, _ := strings.Cut(data, "\n")
		q.pastStance = strings.TrimSpace(first) == "# past the stance filter"
		kind, what, _ := strings.Cut(body, " ")
		switch kind {
		case "rows":
			t.rows = append(t.rows, q)
		case "column":
			i := slices.IndexFunc(t.columns, func(c *column) bool { return c.name == what })
			if i < 0 {
				return t.fault(line-1, 1, "there is no column %q in the header", what)
			}
			t.columns[i].query = q
		case "note":
			t.note(what).query = q
		case "looked":
			t.looking().query = q
		default:
			return t.fault(line-1, 1, "got the section %q, want rows, column, note or looked", name)
		}
		return nil
	}
	body, lang, ok := cutLast(name, ".")
	if !ok || !slices.Contains(languages, lang) {
		return t.fault(line-1, 1, "got the section %q, want one that ends in .sparql, .en or .nl", name)
	}
	switch kind, what, _ := strings.Cut(body, " "); kind {
	case "phrasings":
		return t.readPhrasings(lang, data, line, phrases)
	case "examples":
		for l := range strings.Lines(data) {
			if l = strings.TrimSpace(l); l != "" {
				t.Examples[lang] = append(t.Examples[lang], l)
			}
		}
		return nil
	default:
		x, err := parseText(data)
		if err != nil {
			at := err.(*textError) //nolint:errorlint // parseText returns nothing else
			return t.fault(line+at.line, at.col, "%s", at.msg)
		}
		x.line = line
		switch kind {
		case "title":
			t.title[lang] = x
		case "answer":
			t.answer[lang] = x
		case "none":
			t.none[lang] = x
		case "note":
			t.note(what).text[lang] = x
		case "looked":
			t.looking().text[lang] = x
		default:
			return t.fault(line-1, 1, "got the section %q, want title, phrasings, examples, answer, none, note or looked", name)
		}
	}
	return nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func (t *Template) note(name string) *note {
	for _, n := range t.notes {
		if n.name == name {
			return n
		}
	}
	n := &note{name: name, text: map[string]*text{}}
	t.notes = append(t.notes, n)
	return n
}

func (t *Template) looking() *note {
	if t.looked == nil {
		t.looked = &note{name: "looked", text: map[string]*text{}}
	}
	return t.looked
}

func (t *Template) readPhrasings(lang, data string, line int, phrases *phraseParser) error {
	for l := range strings.Lines(data) {
		s := strings.TrimRight(l, "\r\n")
		if strings.TrimSpace(s) != "" && !strings.HasPrefix(strings.TrimSpace(s), "#") {
			x, err := phrases.parse(s)
			if err != nil {
				at := err.(*phraseError) //nolint:errorlint // parse returns nothing else
				return t.fault(line, at.col, "%s", at.msg)
			}
			x.line = line
			t.phrasings[lang] = append(t.phrasings[lang], x)
		}
		line++
	}
	return nil
}

// slotNamed returns a slot, or nil.
func (t *Template) slotNamed(name string) *slot {
	for i := range t.slots {
		if t.slots[i].name == name {
			return &t.slots[i]
		}
	}
	return nil
}

// dummy are the terms that stand for slots while a template is checked.
func (t *Template) dummy() map[string]quad.Value {
	out := map[string]quad.Value{}
	for _, s := range t.slots {
		out[s.name] = quad.IRI(schema.NSID + s.name)
		out[s.name+"Typed"] = quad.String(s.name)
	}
	out["lang"], out["spreading"], out["heldOn"] = quad.String("en"), boolean(false), boolean(false)
	return out
}

func boolean(b bool) quad.Value {
	return quad.TypedString{Value: quad.String(strconv.FormatBool(b)), Type: schema.XSDBoolean}
}

// parses checks a query with values for what is bound when it runs.
func (t *Template) parses(q *query, bound map[string]quad.Value) error {
	text, err := expand(q.text, bound, func(p sparqlPiece) (string, error) { return relation(p, bound, true), nil })
	var prepared *graph.Prepared
	if err == nil {
		prepared, err = graph.Prepare(text, &graph.QueryOptions{Relations: true})
	}
	if err == nil {
		if w := prepared.Warnings(); len(w) > 0 {
			return t.fault(q.line+w[0].Line-1, w[0].Col, "%s", w[0].Msg)
		}
		return nil
	}
	if se, ok := errors.AsType[*graph.SyntaxError](err); ok {
		return t.fault(q.line+se.Line-1, se.Col, "%s", se.Msg)
	}
	return t.fault(q.line, 1, "%v", err)
}

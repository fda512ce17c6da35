package graph

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// MaxLensText is the longest text of a lens that ParseLens reads, in bytes.
const MaxLensText = 64 << 10

// A LensText is a lens in words: its names are resolved when it is used, in
// the graph on which it is used. As text it is a field a line,
//
//	# whom I trust
//	by = United Kingdom
//	by = NATO
//	form = official statement
//	as-of = 2021-07
//	min-confidence = 80
//
// with the names of the command line's lens flags: by, acts-by, stance, form,
// source, names and assume may stand several times, as-of, at, min-confidence, official,
// spread and infer once. official and spread are true or false; infer is as
// Lens.SetInfer reads it. Empty lines, and what follows a # at the start of a line,
// are comments.
type LensText []LensField

// A LensField is one line of a LensText.
type LensField struct {
	Name, Value string
	Line        int // 1-based; 0 if it was not read
}

// A LensTextError reports a text that is no lens.
type LensTextError struct {
	File      string // "" if the input has no name
	Line, Col int    // 1-based; Col counts runes
	Msg       string // what was found, then what was wanted
}

func (e *LensTextError) Error() string {
	where := fmt.Sprintf("%d:%d: ", e.Line, e.Col)
	if e.File != "" {
		where = e.File + ":" + where
	}
	return where + e.Msg
}

func (e *LensTextError) Unwrap() error { return ErrLens }

// lensFields are the fields of a LensText, and whether each may be repeated.
var lensFields = []struct {
	name     string
	repeated bool
}{
	{"by", true},
	{"acts-by", true},
	{"stance", true},
	{"as-of", false},
	{"at", false},
	{"form", true},
	{"source", true},
	{"min-confidence", false},
	{"official", false},
	{"names", true},
	{"spread", false},
	{"infer", false},
	{"assume", true},
}

// LensFields returns the names of a LensText's fields.
func LensFields() []string {
	out := make([]string, len(lensFields))
	for i, f := range lensFields {
		out[i] = f.name
	}
	return out
}

// ReadLens reads the text of a lens; file names it in errors. It returns a
// *LensTextError for a line that is no field. Values are not looked at before
// the lens is used.
func ReadLens(r io.Reader, file string) (LensText, error) {
	var out LensText
	seen := map[string]bool{}
	lines := bufio.NewScanner(io.LimitReader(r, MaxLensText+1))
	lines.Buffer(nil, MaxLensText+2)
	size, n := 0, 0
	fail := func(col int, format string, args ...any) (LensText, error) {
		return nil, &LensTextError{File: file, Line: max(n, 1), Col: col, Msg: fmt.Sprintf(format, args...)}
	}
	for lines.Scan() {
		n++
		text := lines.Text()
		if size += len(text) + 1; size > MaxLensText+1 {
			return fail(1, "the lens is longer than %d bytes", MaxLensText)
		}
		if !utf8.ValidString(text) {
			return fail(1, "got bytes that are no UTF-8")
		}
		line := strings.TrimSpace(text)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		indent := utf8.RuneCountInString(text) - utf8.RuneCountInString(strings.TrimLeftFunc(text, unicode.IsSpace))
		name, value, ok := strings.Cut(line, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		at := slices.IndexFunc(lensFields, func(f struct {
			name     string
			repeated bool
		},
		) bool {
			return f.name == name
		})
		switch {
		case !ok:
			return fail(indent+1, "got %q, want a field and its value: by = United Kingdom", line)
		case at < 0:
			return fail(indent+1, "got the field %q, want one of %s", name, strings.Join(LensFields(), ", "))
		case value == "":
			return fail(indent+1, "the field %q has no value", name)
		case seen[name] && !lensFields[at].repeated:
			return fail(indent+1, "the field %q stands twice", name)
		}
		seen[name] = true
		out = append(out, LensField{Name: name, Value: value, Line: n})
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) || lines.Err() == nil && size > MaxLensText {
		return fail(1, "the lens is longer than %d bytes", MaxLensText)
	}
	return out, lines.Err()
}

// String writes the lens as ReadLens reads it.
func (t LensText) String() string {
	var b strings.Builder
	for _, f := range t {
		b.WriteString(f.Name + " = " + f.Value + "\n")
	}
	return b.String()
}

// A Resolver finds what a name means among things of some classes, any of
// which will do. The method Resolve of ask.Names is one.
type Resolver func(name string, classes ...quad.IRI) (quad.IRI, error)

// Lens resolves the lens in a graph. The terms of the schema are known by
// their labels, English or Dutch, and by their local names. It returns an
// error that wraps ErrLens, or that of resolve, with the field in front. rules are
// those that infer may name beside the built-in ones.
func (t LensText) Lens(resolve Resolver, rules ...Rule) (*Lens, error) {
	l := &Lens{}
	for _, f := range t {
		if err := l.set(f, resolve, rules); err != nil {
			return nil, fmt.Errorf("%s = %s: %w", f.Name, f.Value, err)
		}
	}
	return l, l.validate()
}

func (l *Lens) set(f LensField, resolve Resolver, rules []Rule) (err error) {
	add := func(to *[]quad.IRI, iri quad.IRI, err error) error {
		if err == nil {
			*to = append(*to, iri)
		}
		return err
	}
	name := func(to *[]quad.IRI, class quad.IRI) error {
		iri, err := resolve(f.Value, class)
		return add(to, iri, err)
	}
	term := func(to *[]quad.IRI, defs []schema.TermDef) error {
		iri, err := termNamed(f.Value, defs)
		return add(to, iri, err)
	}
	truth := func(to *bool) error {
		if *to, err = strconv.ParseBool(f.Value); err != nil {
			return fmt.Errorf("%w: want true or false", ErrLens)
		}
		return nil
	}
	switch f.Name {
	case "by":
		return name(&l.By, schema.Party)
	case "acts-by":
		return name(&l.ActsBy, schema.Party)
	case "names":
		return name(&l.Names, schema.Party)
	case "source":
		return name(&l.Sources, schema.Source)
	case "stance":
		return term(&l.Stances, schema.Stances())
	case "form":
		return term(&l.Forms, schema.Forms())
	case "as-of":
		l.AsOf, err = ParseDate(f.Value)
	case "at":
		l.At, err = ParseDate(f.Value)
	case "official":
		return truth(&l.Official)
	case "spread":
		return truth(&l.Spread)
	case "assume":
		a, err := ParseAssumption(f.Value, resolve)
		if err != nil {
			return err
		}
		l.Assume = append(l.Assume, a)
	case "infer":
		return l.SetInfer(f.Value, rules...)
	case "min-confidence":
		percent := strings.TrimSpace(strings.TrimSuffix(f.Value, "%"))
		if l.MinLikelihood, err = strconv.Atoi(percent); err != nil {
			l.MinConfidence, err = termNamed(f.Value, schema.Confidences())
		}
	default:
		return fmt.Errorf("%w: no field %q", ErrLens, f.Name)
	}
	return err
}

// termNamed finds a term of the schema by its label or its local name.
func termNamed(text string, defs []schema.TermDef) (quad.IRI, error) {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	var known []string
	for _, d := range defs {
		if w := plain(text); w == plain(d.EN) || w == plain(d.NL) || w == plain(strings.TrimPrefix(d.IRI, schema.NS)) {
			return quad.IRI(d.IRI), nil
		}
		known = append(known, d.EN)
	}
	return "", fmt.Errorf("%w: want one of %s", ErrLens, strings.Join(known, ", "))
}

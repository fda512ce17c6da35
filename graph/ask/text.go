package ask

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/article"
	"github.com/ascribe-graph/ascribe/internal/dutch"
)

// A text is a sentence with placeholders: {name} stands for the values of a
// slot or column, {name:one|many} for one of two words by how many there are.
// A frame of two lines has in the second what {rows} repeats.
type text struct {
	parts []textPart
	row   []textPart // nil: no second line
	line  int
}

type textPart struct {
	maybe     bool // where is written only if there is a value, which stands for its @
	where     string
	literal   string
	name      string // of a placeholder
	one, many string // if plural is set
	plural    bool
	col       int
}

// textError is a fault of a text; line counts from 0 within it, col runes from 1.
type textError struct {
	line, col int
	msg       string
}

func (e *textError) Error() string { return e.msg }

func parseText(s string) (*text, error) {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	if strings.TrimSpace(lines[0]) == "" {
		return nil, &textError{0, 1, "got an empty text, want a sentence"}
	}
	if len(lines) > 2 {
		return nil, &textError{2, 1, "got a third line, want a frame and at most one line for {rows}"}
	}
	t := &text{}
	var err error
	if t.parts, err = parseParts(lines[0], 0); err != nil {
		return nil, err
	}
	if len(lines) == 2 {
		if t.row, err = parseParts(lines[1], 1); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func parseParts(s string, line int) ([]textPart, error) {
	const usual = 16 // more than most texts have
	out := make([]textPart, 0, min(2*strings.Count(s, "{")+1, usual))
	rest, at := s, 0
	for rest != "" {
		col := utf8.RuneCountInString(s[:at]) + 1
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			return append(out, textPart{literal: rest, col: col}), nil
		}
		if open > 0 {
			out = append(out, textPart{literal: rest[:open], col: col})
		}
		end := strings.IndexByte(rest[open:], '}')
		col += utf8.RuneCountInString(rest[:open])
		if end < 0 {
			return nil, &textError{line, col, "got '{' without '}'"}
		}
		inside, where, maybe := strings.Cut(rest[open+1:open+end], "?")
		name, words, plural := strings.Cut(inside, ":")
		if !isName(name) {
			return nil, &textError{line, col, fmt.Sprintf("got the placeholder %q, want letters and digits", name)}
		}
		p := textPart{name: name, plural: plural, maybe: maybe, where: where, col: col}
		if plural {
			var ok bool
			if p.one, p.many, ok = strings.Cut(words, "|"); !ok {
				return nil, &textError{line, col, fmt.Sprintf("got {%s:%s}, want {%s:one|many}", name, words, name)}
			}
		}
		out = append(out, p)
		rest, at = rest[open+end+1:], at+open+end+1
	}
	return out, nil
}

// names calls f for every placeholder with the line it is in.
func (t *text) names(f func(name string, line, col int)) {
	for i, parts := range [][]textPart{t.parts, t.row} {
		for _, p := range parts {
			if p.name != "" {
				f(p.name, i, p.col)
			}
		}
	}
}

// spoken divides the columns into those that have to be filled before the answer
// can be said in a sentence, and the others.
func (t *Template) spoken(lang string) (spoken, others []int) {
	said := map[string]bool{}
	for _, x := range []*text{t.title[lang], t.answer[lang], t.none[lang]} {
		x.names(func(name string, _, _ int) { said[unlisted(name)] = true })
	}
	for i, c := range t.columns {
		if said[c.name] || t.yesOf != "" { // yes or no depends on all evidence
			spoken = append(spoken, i)
		} else {
			others = append(others, i)
		}
	}
	return spoken, others
}

// maxNoted is how many lines a note lists before it says how many more there are.
const maxNoted = 50

// maxListed is how many names a sentence lists before it says how many more
// there are.
const maxListed = 12

// lookUpText gives the values of a placeholder; alone is for names that stand by
// themselves, without the article that they have in a sentence.
type lookUpText func(name string, alone bool) []string

// fill writes parts with what lookup gives for each placeholder. One that heads
// a list, "{party}: 4", stands alone.
func fill(parts []textPart, lang string, lookup lookUpText) string {
	var b strings.Builder
	for i, p := range parts {
		alone := i == 0 && len(parts) > 1 && strings.HasPrefix(parts[1].literal, ":")
		switch {
		case p.name == "":
			b.WriteString(p.literal)
		case p.maybe:
			if values := lookup(p.name, false); len(values) > 0 {
				b.WriteString(strings.ReplaceAll(p.where, "@", listed(values, lang)))
			}
		case p.plural:
			values := lookup(p.name, false)
			n := len(values)
			if n == 1 {
				if i, err := strconv.Atoi(values[0]); err == nil {
					n = i
				} else if lang == "nl" && dutch.Plural(values[0]) {
					n = 2 // Verenigde Staten
				}
			}
			if n == 1 {
				b.WriteString(p.one)
			} else {
				b.WriteString(p.many)
			}
		default:
			b.WriteString(listed(lookup(p.name, alone), lang))
		}
	}
	return b.String()
}

// fillSentence is fill for what begins a sentence.
func fillSentence(parts []textPart, lang string, lookup lookUpText) string {
	return article.Capital(fill(parts, lang, lookup), lang)
}

// listed writes "a, b and c", cut where it gets long.
func listed(values []string, lang string) string {
	if len(values) > maxListed {
		rest := len(values) - maxListed
		return strings.Join(values[:maxListed], ", ") + " " + fmt.Sprintf(phrases[lang].more, rest)
	}
	if len(values) < 2 {
		return strings.Join(values, "")
	}
	last := len(values) - 1
	return strings.Join(values[:last], ", ") + " " + phrases[lang].and + " " + values[last]
}

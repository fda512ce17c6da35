package ask

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An idiom is a way of speaking, with plain words that mean the same: "pointed
// the finger at" is "blamed". The files of idioms/ hold them, a line each,
//
//	(pointed|points) [the] finger at {x} => blamed {x}
//
// A pattern is a phrasing that stands anywhere in a question; ^ and $ bind it to
// the ends, and a {slot} at one end of it reaches to that end of the question.
// A line "@name: a|b" names alternatives for the patterns below it.
//
// A question that nothing reads is put into plain words, one idiom after the
// other in the order of the file, and read again after each. Each must keep the
// meaning whatever stands around it, so that any of the questions on the way may
// be answered; what answers says how it was understood. The words of a name are
// left alone.
type idiom struct {
	pattern    *phrasing
	start, end bool // it is bound to the end of the question there
	plain      string
}

//go:embed idioms/*.txt
var idiomFiles embed.FS

// idioms are those of each language, read when they are first needed.
var idioms = perLanguage(func(lang string) []*idiom {
	name := "idioms/" + lang + ".txt"
	text, err := idiomFiles.ReadFile(name)
	var out []*idiom
	if err == nil {
		out, err = parseIdioms(string(text))
	}
	if err != nil {
		panic(fmt.Sprintf("%s: %v", name, err)) // it is embedded, and a test reads it
	}
	return out
})

func parseIdioms(text string) ([]*idiom, error) {
	var out []*idiom
	var named []string
	macros := strings.NewReplacer()
	var p phraseParser
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if line = macros.Replace(line); line[0] == '@' {
			name, any, ok := strings.Cut(line, ":")
			if !ok {
				return nil, fmt.Errorf("line %d: got no : after %s", n, name)
			}
			named = append(named, name, "("+strings.TrimSpace(any)+")")
			macros = strings.NewReplacer(named...)
			continue
		}
		if at := strings.IndexByte(line, '@'); at >= 0 {
			return nil, fmt.Errorf("line %d: nothing above is called %s", n, strings.Fields(line[at:])[0])
		}
		pattern, plain, ok := strings.Cut(line, "=>")
		if !ok {
			return nil, fmt.Errorf("line %d: got no =>", n)
		}
		w := &idiom{plain: strings.TrimSpace(plain)}
		pattern, w.start = strings.CutPrefix(strings.TrimSpace(pattern), "^")
		pattern, w.end = strings.CutSuffix(pattern, "$")
		var err error
		if w.pattern, err = p.parse(strings.TrimSpace(pattern)); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		// What a slot holds may not be lost on the way.
		to, err := p.parse(w.plain)
		if err != nil {
			return nil, fmt.Errorf("line %d: after =>: %w", n, err)
		}
		got, want := sortedSet(to.slots), sortedSet(w.pattern.slots)
		if !slices.Equal(got, want) {
			return nil, fmt.Errorf("line %d: got the slots %v, want %v", n, got, want)
		}
		seq := w.pattern.root.parts
		if len(seq) == 0 || w.pattern.root.kind != phraseSeq {
			return nil, fmt.Errorf("line %d: got no pattern", n)
		}
		// A slot at an end reaches to that end.
		w.start = w.start || seq[0].kind == phraseSlot
		w.end = w.end || seq[len(seq)-1].kind == phraseSlot
		out = append(out, w)
	}
	return out, nil
}

func sortedSet(list []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// maxReworded is how long a question may be to be reworded, in words.
const maxReworded = 40

// reworded puts a question into plainer and plainer words of a language; read
// is given each, and says whether to stop.
func reworded(question, lang string, names *Names, read func(question string, words []word) bool) {
	words := split(question)
	if len(words) > maxReworded {
		return
	}
	named := names.covered(words)
	for _, w := range idioms[lang]() {
		next, ok := w.apply(question, words, named, names)
		if !ok {
			continue
		}
		question = next
		if words = split(question); len(words) == 0 || read(question, words) {
			return
		}
		named = names.covered(words)
	}
}

// apply puts plain words in the place of the first stretch that the pattern
// fits, not within a name (named); of several ways to fit it, the one with most slots that are names.
func (w *idiom) apply(question string, words []word, named []bool, names *Names) (string, bool) {
	if !w.pattern.mayFit(words) {
		return question, false
	}
	for from := range words {
		if from > 0 && w.start {
			break
		}
		var best map[string][2]int
		to, most := 0, -1
		m := &aligner{words: words, slots: map[string][2]int{}}
		m.match(&w.pattern.root, from, func(end int) {
			if end < len(words) && w.end || end == from {
				return
			}
			if len(m.slots) == 0 && !slices.Contains(named[from:end], false) {
				return
			}
			known := 0
			for _, span := range m.slots {
				if names.has(folded(words[span[0]:span[1]])) {
					known++
				}
			}
			if known > most || known == most && len(m.slots) == 0 && end > to {
				best, to, most = maps.Clone(m.slots), end, known
			}
		})
		if most < 0 {
			continue
		}
		plain := w.plain
		for name, span := range best {
			typed := question[words[span[0]].start:words[span[1]-1].end]
			plain = strings.ReplaceAll(plain, "{"+name+"}", strings.TrimSpace(possessive.Replace(typed+" ")))
		}
		before, after := question[:words[from].start], question[words[to-1].end:]
		if plain == "" { // its commas go with it
			before, after = strings.TrimRight(before, " ,;:"), " "+strings.TrimLeft(after, " ,;:")
		}
		return before + plain + after, true
	}
	return question, false
}

// possessive makes names of "the EU's" and "Microsoft’s".
var possessive = strings.NewReplacer("'s ", " ", "’s ", " ")

// folded is the key of a name that words spell.
func folded(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.fold)
	}
	return b.String()
}

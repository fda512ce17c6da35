package ask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// word is one word of a text: as it is compared, and where it stands.
type word struct {
	fold       string
	start, end int // bytes of the text
}

// Fold returns s as names and questions are compared: compatibility
// decomposition (NFKD) without combining marks, case folded, every run of
// hyphens, dots, spaces and other punctuation one space, the possessive 's
// dropped. "Ding Xiaoyáng" and "ding-xiaoyang" fold alike; digits stay.
func Fold(s string) string {
	words := split(s)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.fold
	}
	return strings.Join(out, " ")
}

// compact is Fold without the spaces: "APT 29", "APT-29" and "U.S." meet
// "APT29" and "US" there.
func compact(s string) string { return strings.ReplaceAll(Fold(s), " ", "") }

// split cuts s into its words.
func split(s string) []word {
	var out []word
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		if f := foldWord(s[start:end]); f != "" {
			out = append(out, word{f, start, end})
		}
		start = -1
	}
	for i, r := range s {
		switch {
		case isWordRune(r):
			if start < 0 {
				start = i
			}
		case isApostrophe(r) && start >= 0:
			// Inside a word: foldWord decides.
		default:
			flush(i)
		}
	}
	flush(len(s))
	return out
}

// isWordRune reports whether r can stand in a word.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

func foldWord(s string) string {
	s = strings.TrimRightFunc(s, isApostrophe)
	for _, possessive := range []string{"'s", "’s", "'S", "’S", "ʼs"} {
		if t, ok := strings.CutSuffix(s, possessive); ok && t != "" {
			s = t
			break
		}
	}
	if f, ok := foldASCII(s); ok {
		return f
	}
	// A Caser keeps state, so each call has its own.
	caser := cases.Fold()
	s = caser.String(norm.NFKD.String(s))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, norm.NFKD.String(s))
}

// foldASCII is foldWord for what is all ASCII, which most names are: there case
// is all that folds. Without it a start spends most of its time in tables.
func foldASCII(s string) (folded string, ok bool) {
	plain := true
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return "", false
		}
		plain = plain && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}
	if plain {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if c := s[i]; isWordRune(rune(c)) {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			b = append(b, c)
		}
	}
	return string(b), true
}

// digitRuns returns the runs of digits of s, which must never differ between
// a name and what was typed for it.
func digitRuns(s string) string {
	var b strings.Builder
	in := false
	for _, r := range s {
		if unicode.IsNumber(r) {
			b.WriteRune(r)
			in = true
			continue
		}
		if in {
			b.WriteByte(' ')
		}
		in = false
	}
	return strings.TrimSpace(b.String())
}

// distance returns how many insertions, deletions, substitutions and swaps of
// neighbours turn a into b, or limit+1 if more than limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	prev2 := make([]int, len(y)+1)
	prev := make([]int, len(y)+1)
	cur := make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, prev2[j-2]+1)
			}
			cur[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return min(prev[len(y)], limit+1)
}

// tolerance is how many edits a word of n letters may be away: short names
// mean what they say.
func tolerance(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	switch {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// near returns by how many edits typed is away from a name, word by word where
// they have the same number of words, so that "Silk Typhoon" is never Salt
// Typhoon; ok is false if that is too many or a digit differs.
func near(typed, name []string) (edits int, ok bool) {
	if len(typed) != len(name) {
		a, b := strings.Join(typed, ""), strings.Join(name, "")
		if digitRuns(a) != digitRuns(b) || tolerance(a) < 2 {
			return 0, false
		}
		d := distance(a, b, 1)
		return d, d <= 1
	}
	for i, w := range typed {
		if w == name[i] {
			continue
		}
		if digitRuns(w) != digitRuns(name[i]) {
			return 0, false
		}
		limit := tolerance(w)
		d := distance(w, name[i], limit)
		if d > limit || d == 2 && firstRune(w) != firstRune(name[i]) {
			return 0, false
		}
		edits += d
	}
	return edits, edits <= 2
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

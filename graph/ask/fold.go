package ask

import (
	"strings"
	"unicode"

	"github.com/ascribe-graph/ascribe/internal/fold"
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
func Fold(s string) string { return fold.Text(s) }

// foldsOf are words as they are folded.
func foldsOf(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.fold
	}
	return out
}

// foldedWords are the words of s, folded.
func foldedWords(s string) []string {
	var out []string
	for w := range fold.Words(s) {
		out = append(out, w.Fold)
	}
	return out
}

// compact is Fold without the spaces.
func compact(s string) string { return fold.Key(s) }

// split cuts s into its words.
func split(s string) []word {
	var out []word
	for w := range fold.Words(s) {
		out = append(out, word{w.Fold, w.Start, w.End})
	}
	return out
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

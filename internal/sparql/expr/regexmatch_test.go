package expr

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"testing"
)

// TestMatcher compares the matcher with what it stands for, on random
// patterns and texts.
func TestMatcher(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 3))
	parts := []string{"a", "ab", "k", "Kb", "(a|bc)", "(red|re|b)", "(?:ab(c|d)|k)", ".*", ".*", ".+", "[^a]*", "^", "$", "é", "a?", "[bB]", "[a-d]x", "x{2}", `\.`, "(a|)", "(.*)"}
	letters := []string{"a", "b", "c", "d", "k", "K", "\u212A", "r", "e", "x", "é", "É", "\n", "\r", ".", "A", "B"}
	random := func(of []string, most int) string {
		var b strings.Builder
		for range r.IntN(most) {
			b.WriteString(of[r.IntN(len(of))])
		}
		return b.String()
	}
	quick, found := 0, 0
	for range 3000 {
		pattern, flags := random(parts, 6), []string{"", "i", "s", "is", "m"}[r.IntN(5)]
		re, err := translate(pattern, flags)
		if err != nil {
			continue
		}
		match := matcher(re)
		if isPieces(pattern, flags) {
			quick++
		}
		for range 30 {
			s := random(letters, 12)
			want := re.MatchString(s)
			if want {
				found++
			}
			if got := match(s); got != want {
				t.Fatalf("REGEX(%q, %q, %q) is %t, want %t", s, pattern, flags, got, want)
			}
		}
	}
	if quick < 300 || found < 10_000 {
		t.Errorf("only %d patterns are pieces, %d matches", quick, found)
	}
}

// TestPieces tells which patterns are texts with anything between them.
func TestPieces(t *testing.T) {
	for pattern, want := range map[string][2]bool{ // without and with the flag i
		"velvet.*spider": {true, true}, "(energy|telecom).*phish": {true, true}, ".*wiper.*": {true, true},
		"a(b|c)d": {true, false}, "[Ww]iper": {false, true}, "[a-z]iper": {}, "^wiper": {}, "wip.r": {}, "wiper.+": {}, ".*": {},
		"(a|b|c|d)(a|b|c|d)": {},
	} {
		for i, flags := range []string{"", "i"} {
			if got := isPieces(pattern, flags); got != want[i] {
				t.Errorf("%s with flags %q: got %t, want %t", pattern, flags, got, want[i])
			}
		}
	}
}

func isPieces(pattern, flags string) bool {
	re, err := translate(pattern, flags)
	if err != nil {
		return false
	}
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	return err == nil && newPieces(tree.Simplify()) != nil
}

package fold

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// The way round Unicode's tables gives what they do.
func FuzzFoldASCII(f *testing.F) {
	for _, s := range []string{"", "APT28", "o'Neil", "already folded", "Ünder", "K\u0130", "\x00\x7f'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := foldASCII(s)
		if ascii := strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0; ok != ascii {
			t.Fatalf("foldASCII(%q) took it: %v", s, ok)
		}
		if !ok {
			return
		}
		folded := cases.Fold().String(norm.NFKD.String(s))
		want := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				return r
			}
			return -1
		}, norm.NFKD.String(folded))
		if got != want {
			t.Errorf("foldASCII(%q) = %q, want %q", s, got, want)
		}
	})
}

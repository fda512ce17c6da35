// Package fold makes text comparable as people compare names: whatever the case,
// the diacritics, the hyphens.
package fold

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Version is to be raised whenever something folds otherwise: files keep what
// was folded.
const Version = 1

// Word is one word of a text: as it is compared, and where it stands.
type Word struct {
	Fold       string
	Start, End int // bytes of the text
}

// Text returns s as names and questions are compared: compatibility
// decomposition (NFKD) without combining marks, case folded, every run of
// hyphens, dots, spaces and other punctuation one space, the possessive 's
// dropped. "Ding Xiaoyáng" and "ding-xiaoyang" fold alike; digits stay.
func Text(s string) string {
	var b strings.Builder
	for w := range Words(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Fold)
	}
	return b.String()
}

// Key is Text without the spaces: "APT 29", "APT-29" and "U.S." meet
// "APT29" and "US" there.
func Key(s string) string { return strings.ReplaceAll(Text(s), " ", "") }

// Split cuts s into its words.
func Split(s string) []Word { return slices.Collect(Words(s)) }

// Words yields the words of s.
func Words(s string) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		start, folded := -1, true // whether the word folds to itself
		flush := func(end int) bool {
			w := Word{Start: start, End: end}
			start = -1
			switch {
			case w.Start < 0:
				return true
			case folded:
				w.Fold = s[w.Start:end]
			default:
				w.Fold, folded = foldWord(s[w.Start:end]), true
			}
			return w.Fold == "" || yield(w)
		}
		for i, r := range s {
			switch {
			case isWordRune(r):
				if start < 0 {
					start = i
				}
				folded = folded && isFolded(r)
			case isApostrophe(r) && start >= 0:
				folded = false // foldWord decides
			case !flush(i):
				return
			}
		}
		flush(len(s))
	}
}

// isWordRune reports whether r can stand in a word.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r)
}

// isFolded reports whether r folds to itself; other runes than ASCII's may, too.
func isFolded(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

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
		plain = plain && isFolded(rune(c))
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

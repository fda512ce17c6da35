package draw

import (
	"strings"
	"unicode"
)

// face is a cut of the font that pictures are set in.
type face int8

const (
	upright face = iota
	strong
)

// A character without a width in the table counts as an em, as wide as those of
// Chinese, Japanese and Korean are; a pictograph as more, a mark that stands on
// another as nothing.
const (
	unitsPerEm    = 2048
	emWidth       = unitsPerEm
	pictureWidth  = unitsPerEm * 7 / 5
	firstPicture  = 0x1f000
	firstScript   = 0x0531 // of those that have a table of their own
	lastScript    = 0x10ff
	lastLatinRune = 0x7e
)

// runeWidth is the advance width of r in units of 1/2048 em.
func runeWidth(r rune, f face) int {
	if r >= ' ' && r <= lastLatinRune {
		if f == strong {
			return int(widthRanges[0].bold[r-' '])
		}
		return int(widthRanges[0].regular[r-' '])
	}
	ranges := widthRanges
	if r >= firstScript && r <= lastScript {
		ranges = scriptRanges
	}
	for i := range ranges {
		w := &ranges[i]
		n := int(r - w.first)
		if n < 0 {
			break // ranges are sorted
		}
		if n >= len(w.regular) {
			continue
		}
		units := w.regular[n]
		if f == strong {
			units = w.bold[n]
		}
		if units > 0 {
			return int(units)
		}
		break
	}
	switch {
	case r >= firstPicture && r < 0x20000:
		return pictureWidth
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	return emWidth
}

// textWidth is how wide s is at a size, in the size's unit. Kerning, which
// makes text narrower if anything, is not counted.
func textWidth(s string, size float64, f face) float64 {
	units := 0
	for _, r := range s {
		units += runeWidth(r, f)
	}
	return float64(units) * size / unitsPerEm
}

// fold breaks text, which is clean, into at most lines lines no wider than
// width, at its blanks and, in a word that is wider than a line, within it. What
// does not fit ends in an ellipsis.
func fold(s string, size float64, f face, width float64, lines int) []string {
	if s != "" && textWidth(s, size, f) <= width {
		return []string{s}
	}
	var out []string
	words := wordsOf(s)
	s = strings.Join(words, " ")
	blank := textWidth(" ", size, f)
	for len(words) > 0 {
		n, room := 0, width // bytes of the line
		for len(words) > 0 {
			w := textWidth(words[0], size, f)
			if n == 0 && w > room {
				n = fitting(words[0], size, f, room)
				words[0] = words[0][n:]
				break
			}
			if n > 0 {
				w += blank
			}
			if w > room {
				break
			}
			if n > 0 {
				n += len(" ")
			}
			n += len(words[0])
			room -= w
			words = words[1:]
		}
		if len(out) == lines-1 && len(words) > 0 {
			return append(out, ellipsis(s[:n], size, f, width))
		}
		out = append(out, s[:n])
		s = strings.TrimPrefix(s[n:], " ")
	}
	return out
}

// fitting is how many bytes of s, a character at least, fit into width.
func fitting(s string, size float64, f face, width float64) int {
	used := 0.0
	for i, r := range s {
		used += float64(runeWidth(r, f)) * size / unitsPerEm
		if used > width && i > 0 {
			return i
		}
	}
	return len(s)
}

// ellipsis ends s in "…" within width.
func ellipsis(s string, size float64, f face, width float64) string {
	const dots = "…"
	if room := width - textWidth(dots, size, f); textWidth(s, size, f) > room {
		s = strings.TrimRight(s[:fitting(s, size, f, room)], " ,")
	}
	return s + dots
}

package draw

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest texts of a picture, in runes; what is longer ends in an ellipsis.
const (
	maxLabel    = 96   // the name of a thing
	maxHeadline = 170  // what a record says
	maxTipLine  = 400  // a line of a tooltip
	maxTipLines = 24   // lines of a tooltip
	maxURL      = 2000 // a longer one is left out, in bytes
	maxTip      = 6000 // a tooltip, in bytes: Graphviz refuses strings of 16 KiB
	maxID       = 200  // the name of a node, in bytes

	maxHandle    = 48 // a record's handle in a box
	maxHopHandle = 32 // and on a line of a chain
)

// clean makes one line of plain text out of s: white space is one blank,
// control characters and bytes that are no UTF-8 become U+FFFD, marks that
// turn the direction of what surrounds them are dropped. It is at most limit
// runes long.
func clean(s string, limit int) string {
	if isPlain(s) && len(s) < limit {
		return s
	}
	var b strings.Builder
	b.Grow(min(len(s), 4*limit))
	n, blank := 0, false
	for _, r := range s {
		switch {
		case r > ' ' && r <= '~':
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			blank = n > 0
			continue
		case turnsText(r):
			continue
		case unicode.IsControl(r) || r == utf8.RuneError || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
			r = utf8.RuneError
		}
		if n >= limit-1 {
			b.WriteRune('…')
			break
		}
		if blank {
			b.WriteByte(' ')
			n++
		}
		b.WriteRune(r)
		n, blank = n+1, false
	}
	return b.String()
}

// shortHandle writes a handle in at most limit runes. What is too much goes
// from the middle, since handles of one source begin alike and differ at their
// ends, and between parts of the handle where it can. At most half the room is
// for the end.
func shortHandle(handle string, limit int) string {
	s := []rune(clean(handle, maxTipLine))
	if len(s) <= limit {
		return string(s)
	}
	divides := func(r rune) bool { return strings.ContainsRune("/-_.", r) }
	room := limit - 1
	end := s[len(s)-room/2:]
	if i := slices.IndexFunc(end, divides); i >= 0 {
		end = end[i:]
	}
	begin := s[:room-len(end)]
	if !divides(s[len(begin)]) {
		for i := len(begin) - 1; i > len(begin)/2; i-- {
			if divides(begin[i]) {
				begin = begin[:i]
				break
			}
		}
	}
	return string(begin) + "…" + string(end)
}

// isPlain reports whether s is printable ASCII with single blanks inside it: most
// text is, and clean as it stands.
func isPlain(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

// turnsText reports whether r changes the direction of text beyond itself, or
// shows nothing at all.
func turnsText(r rune) bool {
	switch {
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, // embeddings, overrides, isolates
		r == 0x200e, r == 0x200f, r == 0x061c, // marks
		r == 0xfeff, r >= 0xfff9 && r <= 0xfffb, // byte order mark, annotations
		r >= 0xe0000 && r <= 0xe007f: // tags
		return true
	}
	return false
}

var htmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// html writes text as the content of an HTML-like label. Such content must
// not be empty.
func html(s string, limit int) string {
	s = clean(s, limit)
	if s == "" {
		return " "
	}
	return htmlEscapes.Replace(s)
}

// In a quoted string of DOT a backslash starts an escape of the attribute
// (\N, \l …), and Graphviz takes "&lt;" in it for the character.
var quoteEscapes = strings.NewReplacer("&", "&amp;", `\`, `\\`, `"`, `\"`)

// quoted writes lines of text as a quoted string of DOT.
func quoted(lines ...string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, l := range lines {
		if i == maxTipLines || b.Len() > maxTip {
			b.WriteString("&#10;…")
			break
		}
		if i > 0 {
			b.WriteString("&#10;")
		}
		b.WriteString(quoteEscapes.Replace(clean(l, maxTipLine)))
	}
	b.WriteByte('"')
	return b.String()
}

// link returns s if it is a web address that may stand in a picture, else "":
// other schemes could run code where the picture is shown.
func link(s string) string {
	if len(s) > maxURL || strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r == utf8.RuneError || unicode.IsControl(r) || turnsText(r) || unicode.IsSpace(r)
	}) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return u.String()
}

// quotedURL writes a web address as a quoted string, whole.
func quotedURL(s string) string { return `"` + quoteEscapes.Replace(s) + `"` }

// nodeID writes the name of a node: prefix, then the IRI. Different IRIs have
// different names, and no name holds a character that means anything in DOT.
func nodeID(prefix, iri string) string {
	const own = "https://w3id.org/ascribe/"
	rest, ours := strings.CutPrefix(iri, own)
	var b strings.Builder
	b.Grow(len(prefix) + len("+ ") + len(rest))
	b.WriteString(prefix)
	b.WriteByte(' ')
	if !ours {
		b.WriteByte('+')
	}
	for i := range len(rest) {
		c := rest[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/:#", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		const hex = "0123456789ABCDEF"
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	if b.Len() > maxID {
		return b.String()[:maxID-32] + fmt.Sprintf("~%x", sha256.Sum256([]byte(iri)))[:32]
	}
	return b.String()
}

// wrap breaks text into at most lines lines of about width runes; what does
// not fit ends in an ellipsis.
func wrap(s string, width, lines int) []string {
	words := wordsOf(s)
	var out []string
	for len(words) > 0 {
		l := words[0]
		words = words[1:]
		if rs := []rune(l); len(rs) > width+6 {
			l = string(rs[:width])
			words = append([]string{string(rs[width:])}, words...)
		} else {
			for len(words) > 0 && utf8.RuneCountInString(l)+1+utf8.RuneCountInString(words[0]) <= width {
				l += " " + words[0]
				words = words[1:]
			}
		}
		if len(out) == lines-1 && len(words) > 0 {
			return append(out, l+"…")
		}
		out = append(out, l)
	}
	return out
}

// wordsOf are what a text may be broken between: a dot that divides two parts
// stays behind the first.
func wordsOf(s string) []string {
	var out []string
	for w := range strings.FieldsSeq(s) {
		if w == "·" && len(out) > 0 {
			out[len(out)-1] += " ·"
			continue
		}
		out = append(out, w)
	}
	return out
}

// wrapList breaks a list into lines of about width runes, at its commas; an
// item that is longer gets lines of its own.
func wrapList(items []string, width int) []string {
	var out []string
	now := ""
	flush := func() {
		if now != "" {
			out = append(out, now)
		}
		now = ""
	}
	for i, item := range items {
		item = clean(item, maxLabel)
		if i < len(items)-1 {
			item += ","
		}
		n := utf8.RuneCountInString(item)
		switch {
		case n > width:
			flush()
			out = append(out, wrap(item, width, 4)...)
			continue
		case now != "" && utf8.RuneCountInString(now)+1+n > width:
			flush()
		}
		if now != "" {
			now += " "
		}
		now += item
	}
	flush()
	return out
}

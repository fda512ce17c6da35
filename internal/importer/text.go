package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Clean returns a text of a source without the space around it. ok is false if
// it holds what no text should: control characters other than tabs and line
// ends, overrides of the writing direction, or invalid UTF-8.
func Clean(s string) (text string, ok bool) {
	s = strings.TrimSpace(s)
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return "", false
		}
	}
	return s, utf8.ValidString(s)
}

// maxName is the longest name that is taken for one, in bytes.
const maxName = 500

// CleanName returns a name on one line, its runs of space as one. ok is false
// if Clean refuses it, or if it is empty or longer than 500 bytes.
func CleanName(s string) (name string, ok bool) {
	s, ok = Clean(s)
	s = strings.Join(strings.Fields(s), " ")
	return s, ok && s != "" && len(s) <= maxName
}

// Name returns a name as a literal: without a language if its letters are
// Latin, otherwise with the language or script that they tell.
func Name(name string) quad.Value {
	if lang := langOf(name); lang != "" {
		return quad.LangString{Value: quad.String(name), Lang: lang}
	}
	return quad.String(name)
}

// Prose returns a text as a literal in the language that its letters tell,
// English if they are Latin.
func Prose(text string) quad.Value {
	lang := langOf(text)
	if lang == "" {
		lang = "en"
	}
	return quad.LangString{Value: quad.String(text), Lang: lang}
}

// English and both are literals of our own words.
func English(text string) quad.Value { return quad.LangString{Value: quad.String(text), Lang: "en"} }

// Dutch is a literal in Dutch.
func Dutch(text string) quad.Value { return quad.LangString{Value: quad.String(text), Lang: "nl"} }

// scripts tell a language, or where several use one a script.
var scripts = []struct {
	table *unicode.RangeTable
	lang  string
}{
	{unicode.Hangul, "ko"},
	{unicode.Hiragana, "ja"},
	{unicode.Katakana, "ja"},
	{unicode.Han, "zh"},
	{unicode.Cyrillic, "und-Cyrl"},
	{unicode.Arabic, "und-Arab"},
	{unicode.Hebrew, "he"},
	{unicode.Greek, "el"},
	{unicode.Thai, "th"},
	{unicode.Georgian, "ka"},
	{unicode.Armenian, "hy"},
	{unicode.Devanagari, "und-Deva"},
}

// langOf returns the language of a text whose letters are for the most part
// not Latin, or of a name that has any of another script; "" otherwise.
func langOf(s string) string {
	latin, other, lang := 0, 0, ""
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		if unicode.Is(unicode.Latin, r) {
			latin++
			continue
		}
		other++
		if lang == "" {
			lang = "und"
			for _, sc := range scripts {
				if unicode.Is(sc.table, r) {
					lang = sc.lang
					break
				}
			}
		}
	}
	if other == 0 || len(s) > maxName && latin > other {
		return ""
	}
	return lang
}

// Slug returns the part of an IRI that stands for a name of the source: letters
// and digits of ASCII in lower case, joined by hyphens. A name that holds more
// than those, spaces and hyphens gets a digest, so that two names do not meet
// in one IRI. Nothing of the name but ASCII letters and digits gets into it.
func Slug(name string) string {
	var b strings.Builder
	plain, gap := true, false
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			plain = plain && (r == ' ' || r == '-') && !gap && b.Len() > 0
			gap = true
		}
	}
	s := b.String()
	if plain && !gap && s != "" && len(s) <= 60 {
		return s
	}
	if len(s) > 40 {
		s = strings.Trim(s[:40], "-")
	}
	return strings.Trim(s+"-"+Digest(name), "-")
}

// Digest returns ten hexadecimal digits that stand for a text.
func Digest(texts ...string) string {
	h := sha256.New()
	for _, t := range texts {
		h.Write([]byte(t))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:10]
}

// ID returns an IRI in the namespace of entities.
func ID(local string) quad.IRI { return quad.IRI(schema.NSID + local) }

// Address returns a web address as a literal. ok is false for anything but an
// absolute http or https address; such a text is never made an IRI.
func Address(s string) (quad.Value, bool) {
	s, ok := Clean(s)
	if !ok || strings.ContainsAny(s, " \n\t\"<>\\^`{|}") {
		return nil, false
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	return quad.TypedString{Value: quad.String(s), Type: schema.XSDAnyURI}, true
}

// Page returns the source document at a web address: its IRI holds a digest of
// the address, never the address itself, which stands as asc:url and, for want
// of a title, as asc:title.
func Page(address string) (Source, bool) {
	u, ok := Address(address)
	if !ok {
		return Source{}, false
	}
	text := strings.TrimSpace(address)
	return Source{IRI: quad.IRI(schema.NSSource + "web/" + Digest(text)), Title: quad.String(text), URL: u}, true
}

// NaturalOrder turns the name of a person that is written "SURNAME, Given" into
// the order in which it is spoken, with the surname in mixed case. forms are
// other ways to look for it: as the source has it, and with the surname first,
// which is the natural order of some languages. A name without a comma comes
// back as it is.
func NaturalOrder(name string) (natural string, forms []string) {
	surname, given, ok := strings.Cut(name, ",")
	surname, given = strings.TrimSpace(surname), strings.TrimSpace(given)
	if !ok || surname == "" || given == "" || strings.Contains(given, ",") {
		return name, nil
	}
	surname = mixedCase(surname)
	return given + " " + surname, []string{name, surname + " " + given}
}

// mixedCase writes words that are all capitals with one capital each; words
// that are mixed stay as they are.
func mixedCase(s string) string {
	if strings.IndexFunc(s, unicode.IsLower) >= 0 {
		return s
	}
	start := true
	return strings.Map(func(r rune) rune {
		defer func() { start = !unicode.IsLetter(r) && r != '\'' && r != '’' }()
		if start {
			return r
		}
		return unicode.ToLower(r)
	}, s)
}

package results

import (
	"fmt"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// jsonEncoder writes a row a line.
type jsonEncoder struct{}

func (jsonEncoder) head(b []byte, vars []string) []byte {
	b = append(b, `{"head":{"vars":[`...)
	for i, v := range vars {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsonString(b, v)
	}
	return append(b, `]},"results":{"bindings":[`...)
}

func (jsonEncoder) row(b []byte, n int, vars []string, row []term.Term) ([]byte, *ValueError) {
	if n > 0 {
		b = append(b, ',')
	}
	b = append(b, "\n{"...)
	first := true
	for i, t := range row {
		if t.IsZero() {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = jsonString(b, vars[i])
		switch t.Kind {
		case term.IRI:
			b = append(b, `:{"type":"uri","value":`...)
		case term.Blank:
			b = append(b, `:{"type":"bnode","value":`...)
		default:
			b = append(b, `:{"type":"literal","value":`...)
		}
		b = jsonString(b, t.Value)
		switch t.Kind {
		case term.Lang:
			b = jsonString(append(b, `,"xml:lang":`...), t.Extra)
		case term.Typed:
			b = jsonString(append(b, `,"datatype":`...), t.Extra)
		}
		b = append(b, '}')
	}
	return append(b, '}'), nil
}

func (jsonEncoder) boolean(b []byte, v bool) []byte {
	return fmt.Appendf(b, "{\"head\":{},\"boolean\":%t}\n", v)
}

func (jsonEncoder) end(b []byte) []byte { return append(b, "\n]}}\n"...) }

// jsonString appends s, which is valid UTF-8, as RFC 8259 §7 quotes it.
func jsonString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c < 0x20:
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// xmlEncoder writes a row a line.
type xmlEncoder struct{}

const xmlNamespace = "http://www.w3.org/2005/sparql-results#"

func (xmlEncoder) head(b []byte, vars []string) []byte {
	b = append(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sparql xmlns=\""+xmlNamespace+"\"><head>"...)
	for _, v := range vars {
		b = append(b, `<variable name="`...)
		b = xmlText(b, v)
		b = append(b, `"/>`...)
	}
	return append(b, "</head><results>\n"...)
}

func (xmlEncoder) row(b []byte, _ int, vars []string, row []term.Term) ([]byte, *ValueError) {
	b = append(b, "<result>"...)
	for i, t := range row {
		if t.IsZero() {
			continue
		}
		for _, s := range [...]string{t.Value, t.Extra} {
			if r, ok := xmlForbidden(s); ok {
				return nil, &ValueError{Var: vars[i], Msg: fmt.Sprintf("XML cannot hold the character U+%04X, want JSON or TSV", r)}
			}
		}
		b = append(b, `<binding name="`...)
		b = xmlText(b, vars[i])
		b = append(b, `">`...)
		name := "literal"
		switch t.Kind {
		case term.IRI:
			name = "uri"
		case term.Blank:
			name = "bnode"
		}
		b = append(append(b, '<'), name...)
		switch t.Kind {
		case term.Lang:
			b = append(xmlText(append(b, ` xml:lang="`...), t.Extra), '"')
		case term.Typed:
			b = append(xmlText(append(b, ` datatype="`...), t.Extra), '"')
		}
		b = xmlText(append(b, '>'), t.Value)
		b = append(append(b, "</"...), name...)
		b = append(b, "></binding>"...)
	}
	return append(b, "</result>\n"...), nil
}

func (xmlEncoder) boolean(b []byte, v bool) []byte {
	return fmt.Appendf(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sparql xmlns=%q><head/><boolean>%t</boolean></sparql>\n", xmlNamespace, v)
}

func (xmlEncoder) end(b []byte) []byte { return append(b, "</results></sparql>\n"...) }

// xmlForbidden finds a character that XML 1.0 §2.2 has no way to write.
func xmlForbidden(s string) (rune, bool) {
	for _, r := range s {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return r, true
		}
	}
	return 0, false
}

// xmlText appends s for use as text and as an attribute's value. White space
// that a reader would normalise goes as a character reference.
func xmlText(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&quot;"...)
		case '\t', '\n', '\r':
			b = fmt.Appendf(b, "&#%d;", c)
		default:
			b = append(b, c)
		}
	}
	return b
}

package results

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// csvEncoder writes RFC 4180 with CRLF, as §3 of the specification asks.
type csvEncoder struct{}

func (csvEncoder) head(b []byte, vars []string) []byte {
	for i, v := range vars {
		if i > 0 {
			b = append(b, ',')
		}
		// A name needs no quotes; alone in its line true would be an answer.
		b = csvField(b, v, len(vars) == 1 && (v == "true" || v == "false"))
	}
	return append(b, "\r\n"...)
}

func (csvEncoder) row(b []byte, _ int, _ []string, row []term.Term) ([]byte, *ValueError) {
	for i, t := range row {
		if i > 0 {
			b = append(b, ',')
		}
		switch t.Kind {
		case term.None:
		case term.Blank:
			b = csvField(b, "_:"+t.Value, false)
		default:
			b = csvField(b, t.Value, t.Value == "" || strings.HasPrefix(t.Value, "_:"))
		}
	}
	return append(b, "\r\n"...), nil
}

func (csvEncoder) boolean(b []byte, v bool) []byte {
	return append(strconv.AppendBool(b, v), "\r\n"...)
}

func (csvEncoder) end(b []byte) []byte { return b }

func csvField(b []byte, s string, quoted bool) []byte {
	if !quoted && !strings.ContainsAny(s, "\",\r\n") {
		return append(b, s...)
	}
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// tsvEncoder writes terms as Turtle does, §4 of the specification.
type tsvEncoder struct{}

func (tsvEncoder) head(b []byte, vars []string) []byte {
	for i, v := range vars {
		if i > 0 {
			b = append(b, '\t')
		}
		b = append(append(b, '?'), v...)
	}
	return append(b, '\n')
}

func (tsvEncoder) row(b []byte, _ int, vars []string, row []term.Term) ([]byte, *ValueError) {
	for i, t := range row {
		if i > 0 {
			b = append(b, '\t')
		}
		switch t.Kind {
		case term.None:
		case term.IRI:
			b = tsvIRI(b, t.Value)
		case term.Blank:
			if !isBlankLabel(t.Value) {
				return nil, &ValueError{Var: vars[i], Msg: fmt.Sprintf("%q is no blank node label in TSV, want letters, digits and _, or JSON", t.Value)}
			}
			b = append(append(b, "_:"...), t.Value...)
		case term.Typed:
			if kind := numberType(t.Value); kind != "" && t.Extra == term.XSD+kind {
				b = append(b, t.Value...)
				break
			}
			b = tsvIRI(append(tsvString(b, t.Value), "^^"...), t.Extra)
		case term.Lang:
			b = append(append(tsvString(b, t.Value), '@'), t.Extra...)
		default:
			b = tsvString(b, t.Value)
		}
	}
	return append(b, '\n'), nil
}

func (tsvEncoder) boolean(b []byte, v bool) []byte { return append(strconv.AppendBool(b, v), '\n') }

func (tsvEncoder) end(b []byte) []byte { return b }

func tsvString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\t':
			b = append(b, `\t`...)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

func tsvIRI(b []byte, s string) []byte {
	b = append(b, '<')
	for i := range len(s) {
		if c := s[i]; c <= 0x20 || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			b = fmt.Appendf(b, `\u%04X`, c)
		} else {
			b = append(b, c)
		}
	}
	return append(b, '>')
}

package results

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// field is one field of CSV or TSV and where it begins.
type field struct {
	text   string
	quoted bool
	off    int
}

// readCSV reads RFC 4180; a line may also end in LF alone.
func readCSV(in *input) (*Table, error) { return readLines(in, csvLine, csvHead, csvTerm) }

// readTSV reads one line a row; a line may also end in CRLF.
func readTSV(in *input) (*Table, error) { return readLines(in, tsvLine, tsvHead, tsvTerm) }

func readLines(
	in *input,
	split func(*input, []field) ([]field, error),
	head func(*input, field) (string, error),
	value func(*input, field) (quad.Value, error),
) (*Table, error) {
	if in.pos == len(in.data) {
		return nil, in.errorAt(in.pos, "got nothing, want a line with the names of the columns")
	}
	fields, err := split(in, nil)
	if err != nil {
		return nil, err
	}
	if f := fields[0]; len(fields) == 1 && !f.quoted && (f.text == "true" || f.text == "false") {
		if in.pos < len(in.data) {
			return nil, in.errorAt(in.pos, "got a line after the answer %s, want the end", f.text)
		}
		b := f.text == "true"
		return &Table{Bool: &b}, nil
	}
	t := &Table{}
	if len(fields) > 1 || fields[0].text != "" || fields[0].quoted {
		columns := make(map[string]int, len(fields))
		for _, f := range fields {
			name, err := head(in, f)
			if err != nil {
				return nil, err
			}
			if err := in.addVar(t, columns, name, f.off); err != nil {
				return nil, err
			}
		}
	}
	for in.pos < len(in.data) {
		start := in.pos
		if fields, err = split(in, fields[:0]); err != nil {
			return nil, err
		}
		empty := len(fields) == 1 && fields[0].text == "" && !fields[0].quoted
		if len(fields) != len(t.Vars) && (!empty || len(t.Vars) > 0) {
			return nil, in.errorAt(start, "got %d fields, want %d as in the head", len(fields), len(t.Vars))
		}
		row, err := in.addRow(t)
		if err != nil {
			return nil, err
		}
		for i := range row {
			if fields[i].text == "" && !fields[i].quoted {
				continue
			}
			if row[i], err = value(in, fields[i]); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

func csvHead(_ *input, f field) (string, error) { return f.text, nil }

func csvTerm(_ *input, f field) (quad.Value, error) {
	if label, ok := strings.CutPrefix(f.text, "_:"); ok && !f.quoted && label != "" {
		return quad.BNode(label), nil
	}
	return quad.String(f.text), nil
}

// csvLine reads one record and its line end.
func csvLine(in *input, fields []field) ([]field, error) {
	for {
		f, err := csvNext(in)
		if err != nil {
			return nil, err
		}
		fields = append(fields, f)
		if in.pos == len(in.data) {
			return fields, nil
		}
		c := in.data[in.pos]
		in.pos++
		if c == ',' {
			continue
		}
		if c == '\r' {
			if in.pos == len(in.data) || in.data[in.pos] != '\n' {
				return nil, in.errorAt(in.pos-1, "got a carriage return without a line feed, want it inside quotes")
			}
			in.pos++
		}
		return fields, nil
	}
}

func csvNext(in *input) (field, error) {
	f := field{off: in.pos}
	if in.pos == len(in.data) || in.data[in.pos] != '"' {
		n := bytes.IndexAny(in.data[in.pos:], ",\r\n\"")
		if n < 0 {
			n = len(in.data) - in.pos
		}
		in.pos += n
		if in.pos < len(in.data) && in.data[in.pos] == '"' {
			return f, in.errorAt(in.pos, "got a quote inside a field, want the whole field quoted and the quote doubled")
		}
		f.text = string(in.data[f.off:in.pos])
		return f, nil
	}
	f.quoted = true
	in.pos++
	var text strings.Builder
	for {
		n := bytes.IndexByte(in.data[in.pos:], '"')
		if n < 0 {
			return f, in.errorAt(f.off, "got a quote that is never closed, want a closing quote")
		}
		text.Write(in.data[in.pos : in.pos+n])
		in.pos += n + 1
		if in.pos == len(in.data) || in.data[in.pos] != '"' {
			break
		}
		text.WriteByte('"')
		in.pos++
	}
	if in.pos < len(in.data) && bytes.IndexByte([]byte(",\r\n"), in.data[in.pos]) < 0 {
		return f, in.errorAt(in.pos, "got text after a closing quote, want a comma or the end of the line")
	}
	f.text = text.String()
	return f, nil
}

// tsvLine splits one line at its tabs; a term has none of its own.
func tsvLine(in *input, fields []field) ([]field, error) {
	rest := in.data[in.pos:]
	line, next := rest, len(in.data)
	if n := bytes.IndexByte(rest, '\n'); n >= 0 {
		line, next = bytes.TrimSuffix(rest[:n], []byte("\r")), in.pos+n+1
	}
	off := in.pos
	for part := range bytes.SplitSeq(line, []byte("\t")) {
		fields = append(fields, field{text: string(part), off: off})
		off += len(part) + 1
	}
	in.pos = next
	return fields, nil
}

func tsvHead(in *input, f field) (string, error) {
	if f.text == "" || f.text[0] != '?' && f.text[0] != '$' {
		return "", in.errorAt(f.off, "got %s, want a variable such as ?name", clip(f.text))
	}
	return f.text[1:], nil
}

// tsvTerm reads a term of Turtle without prefixed names.
func tsvTerm(in *input, f field) (quad.Value, error) {
	s := f.text
	at := func(rest string) int { return f.off + len(s) - len(rest) }
	end := func(v quad.Value, rest string, err error) (quad.Value, error) {
		if err == nil && rest != "" {
			err = in.errorAt(at(rest), "got %s after the term, want a tab or the end of the line", clip(rest))
		}
		if err != nil {
			return nil, err
		}
		return v, nil
	}
	switch {
	case s[0] == '<':
		v, rest, err := unescape(in, s[1:], '>', at(s[1:]))
		return end(quad.IRI(v), rest, err)
	case strings.HasPrefix(s, "_:"):
		if !isBlankLabel(s[2:]) {
			return nil, in.errorAt(f.off, "got %s, want a blank node such as _:b0", clip(s))
		}
		return quad.BNode(s[2:]), nil
	case s[0] == '"' || s[0] == '\'':
		v, rest, err := unescape(in, s[1:], s[0], at(s[1:]))
		if err != nil {
			return nil, err
		}
		if lang, ok := strings.CutPrefix(rest, "@"); ok {
			w, err := in.literal(v, "", lang, true, at(lang))
			return end(w, "", err)
		}
		if iri, ok := strings.CutPrefix(rest, "^^<"); ok {
			datatype, rest, err := unescape(in, iri, '>', at(iri))
			if err != nil {
				return nil, err
			}
			w, err := in.literal(v, datatype, "", false, at(iri))
			return end(w, rest, err)
		}
		return end(quad.String(v), rest, nil)
	case s == "true" || s == "false":
		return quad.TypedString{Value: quad.String(s), Type: term.XSDBoolean}, nil
	}
	if kind := numberType(s); kind != "" {
		return quad.TypedString{Value: quad.String(s), Type: quad.IRI(term.XSD + kind)}, nil
	}
	return nil, in.errorAt(f.off, `got %s, want <IRI>, "literal", _:blank or a number`, clip(s))
}

// unescape reads s up to the delimiter and returns the text and what follows.
func unescape(in *input, s string, delim byte, off int) (text, rest string, err error) {
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == delim:
			b.WriteString(s[from:i])
			return b.String(), s[i+1:], nil
		case c == '\\':
			b.WriteString(s[from:i])
			if i++; i == len(s) {
				return "", "", in.errorAt(off+i-1, "got a backslash at the end, want an escape")
			}
			digits := map[byte]int{'u': 4, 'U': 8}[s[i]]
			if digits == 0 {
				n := strings.IndexByte(`tbnrf"'\`, s[i])
				if n < 0 || delim == '>' {
					return "", "", in.errorAt(off+i-1, `got an unknown escape, want \t \b \n \r \f \" \' \\ \uXXXX or \UXXXXXXXX`)
				}
				b.WriteByte("\t\b\n\r\f\"'\\"[n])
				from = i + 1
				continue
			}
			if i+digits >= len(s) {
				return "", "", in.errorAt(off+i-1, "got a short escape, want %d hexadecimal digits", digits)
			}
			n, perr := strconv.ParseUint(s[i+1:i+1+digits], 16, 32)
			if perr != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
				return "", "", in.errorAt(off+i-1, "got an escape that is no character, want %d hexadecimal digits of a code point", digits)
			}
			b.WriteRune(rune(n))
			i += digits
			from = i + 1
		}
	}
	return "", "", in.errorAt(off+len(s), "got the end of the field, want %q", string(delim))
}

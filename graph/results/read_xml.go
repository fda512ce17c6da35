package results

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/cayleygraph/quad"
)

// xmlReader walks the elements of one result document. It goes forward only,
// so a document nested without end costs no stack.
type xmlReader struct {
	in   *input
	base int // where the decoder began, behind a byte order mark
	dec  *xml.Decoder
	off  int // where the last token began

	charset string // the declared encoding, if it is not read
}

func readXML(in *input) (*Table, error) {
	x := &xmlReader{in: in, base: in.pos, dec: xml.NewDecoder(bytes.NewReader(in.data[in.pos:]))}
	x.dec.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		if c := strings.ToLower(charset); c == "us-ascii" || c == "ascii" {
			return r, nil // a part of UTF-8, which has been checked
		}
		x.charset = charset
		return nil, errors.ErrUnsupported
	}
	t := &Table{}
	if err := x.document(t); err != nil {
		return nil, err
	}
	return t, nil
}

func (x *xmlReader) document(t *Table) error {
	root, err := x.child("the end of the document")
	if err != nil {
		return err
	}
	if root == nil || root.Name.Local != "sparql" || root.Name.Space != xmlNamespace {
		return x.fail("got %s, want the element sparql of %s", describe(root), xmlNamespace)
	}
	head, err := x.child("sparql")
	if err != nil {
		return err
	}
	if head == nil || head.Name.Local != "head" {
		return x.fail("got %s, want head", describe(head))
	}
	columns := map[string]int{}
	if err := x.head(t, columns); err != nil {
		return err
	}
	body, err := x.child("sparql")
	if err != nil {
		return err
	}
	switch {
	case body != nil && body.Name.Local == "boolean":
		if len(t.Vars) > 0 {
			return x.fail("got boolean after variables, want results")
		}
		text, err := x.text("boolean")
		if err != nil {
			return err
		}
		b := strings.TrimSpace(text) == "true"
		if !b && strings.TrimSpace(text) != "false" {
			return x.fail("got %s, want true or false", clip(text))
		}
		t.Bool = &b
	case body != nil && body.Name.Local == "results":
		if err := x.rows(t, columns); err != nil {
			return err
		}
	default:
		return x.fail("got %s, want results or boolean", describe(body))
	}
	for _, parent := range []string{"sparql", "the document"} {
		if more, err := x.child(parent); err != nil {
			return err
		} else if more != nil {
			return x.fail("got %s, want the end of %s", describe(more), parent)
		}
	}
	return nil
}

func (x *xmlReader) head(t *Table, columns map[string]int) error {
	for {
		e, err := x.child("head")
		if err != nil || e == nil {
			return err
		}
		off := x.off
		switch e.Name.Local {
		case "variable":
			if err := x.in.addVar(t, columns, attr(e, "", "name"), off); err != nil {
				return err
			}
		case "link":
		default:
			return x.fail("got %s, want variable or link", describe(e))
		}
		if _, err := x.text(e.Name.Local); err != nil {
			return err
		}
	}
}

func (x *xmlReader) rows(t *Table, columns map[string]int) error {
	for {
		e, err := x.child("results")
		if err != nil || e == nil {
			return err
		}
		if e.Name.Local != "result" {
			return x.fail("got %s, want result", describe(e))
		}
		row, err := x.in.addRow(t)
		if err != nil {
			return err
		}
		for {
			b, err := x.child("result")
			if err != nil {
				return err
			}
			if b == nil {
				break
			}
			name := attr(b, "", "name")
			i, ok := columns[name]
			switch {
			case b.Name.Local != "binding":
				return x.fail("got %s, want binding", describe(b))
			case !ok:
				return x.fail("got a binding of %s, want one of the variables of head", clip(name))
			case row[i] != nil:
				return x.fail("got a second binding of %s, want one", clip(name))
			}
			if row[i], err = x.value(); err != nil {
				return err
			}
		}
	}
}

// value reads the one term of a binding and the binding's end.
func (x *xmlReader) value() (quad.Value, error) {
	e, err := x.child("binding")
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, x.fail("got an empty binding, want uri, literal or bnode, or no binding")
	}
	off := x.off
	if e.Name.Local == "triple" {
		return nil, x.fail("got a triple term, want uri, literal or bnode: RDF 1.2 is not read")
	}
	if e.Name.Local != "uri" && e.Name.Local != "bnode" && e.Name.Local != "literal" {
		return nil, x.fail("got %s, want uri, literal or bnode", describe(e))
	}
	text, err := x.text(e.Name.Local)
	if err != nil {
		return nil, err
	}
	var v quad.Value
	switch e.Name.Local {
	case "uri":
		v = quad.IRI(text)
	case "bnode":
		if text == "" {
			return nil, x.in.errorAt(off, "got a blank node without a label, want a label")
		}
		v = quad.BNode(text)
	case "literal":
		var lang string
		var hasLang bool
		for _, a := range e.Attr {
			switch {
			case a.Name.Local == "lang" && isXML(a.Name.Space):
				lang, hasLang = a.Value, true
			case a.Name.Local == "dir" && a.Name.Space != "":
				return nil, x.in.errorAt(off, "got a base direction, want none: RDF 1.2 is not read")
			}
		}
		if v, err = x.in.literal(text, attr(e, "", "datatype"), lang, hasLang, off); err != nil {
			return nil, err
		}
	}
	more, err := x.child("binding")
	if err == nil && more != nil {
		err = x.fail("got %s, want the end of binding", describe(more))
	}
	return v, err
}

func isXML(space string) bool {
	return space == "xml" || space == "http://www.w3.org/XML/1998/namespace"
}

// child returns the next element within parent, nil at parent's end. Between
// elements only white space, comments and instructions may stand.
func (x *xmlReader) child(parent string) (*xml.StartElement, error) {
	for {
		tok, err := x.next()
		if err != nil || tok == nil {
			return nil, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if tok.Name.Space != xmlNamespace {
				return nil, x.fail("got %s of namespace %s, want %s", describe(&tok), clip(tok.Name.Space), xmlNamespace)
			}
			return &tok, nil
		case xml.EndElement:
			return nil, nil
		case xml.CharData:
			if len(bytes.TrimSpace(tok)) > 0 {
				return nil, x.fail("got the text %s in %s, want an element", clip(string(tok)), parent)
			}
		}
	}
}

// text returns the text up to the end of the element that was just begun.
func (x *xmlReader) text(name string) (string, error) {
	var b strings.Builder
	for {
		tok, err := x.next()
		if err != nil {
			return "", err
		}
		switch tok := tok.(type) {
		case nil, xml.EndElement:
			return b.String(), nil
		case xml.CharData:
			b.Write(tok)
		case xml.StartElement:
			return "", x.fail("got %s in %s, want text", describe(&tok), name)
		}
	}
}

// next returns the next token, nil at the end of the input.
func (x *xmlReader) next() (xml.Token, error) {
	x.off = x.base + int(x.dec.InputOffset())
	tok, err := x.dec.Token()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		if x.charset != "" {
			return nil, x.in.errorAt(x.base+int(x.dec.InputOffset()), "encoding %s is not read, want UTF-8", clip(x.charset))
		}
		msg := err.Error()
		if se, ok := errors.AsType[*xml.SyntaxError](err); ok {
			msg = se.Msg
		}
		return nil, x.in.errorAt(x.base+int(x.dec.InputOffset()), "%s, want well-formed XML", strings.TrimPrefix(msg, "xml: "))
	}
	return tok, nil
}

func (x *xmlReader) fail(format string, args ...any) error {
	return x.in.errorAt(x.off, format, args...)
}

func attr(e *xml.StartElement, space, name string) string {
	for _, a := range e.Attr {
		if a.Name.Space == space && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func describe(e *xml.StartElement) string {
	if e == nil {
		return "the end"
	}
	return "the element " + clip(e.Name.Local)
}

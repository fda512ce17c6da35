package results

import (
	"github.com/cayleygraph/quad"
)

// readJSON reads the object of §3 of the specification. Members that it does
// not define are skipped. "results" may stand before "head".
func readJSON(in *input) (*Table, error) {
	j := &jsonScanner{in: in}
	t := &Table{}
	columns := map[string]int{}
	var head, boolean bool
	results := -1 // where its value begins
	start := in.pos
	err := j.object(func(key string, off int) error {
		switch key {
		case "head":
			if head {
				return in.errorAt(off, "got a second head, want one")
			}
			head = true
			return jsonHead(j, t, columns)
		case "results":
			if results >= 0 {
				return in.errorAt(off, "got a second results, want one")
			}
			results = in.pos
			if !head {
				return j.skip()
			}
			return jsonRows(j, t, columns)
		case "boolean":
			b, err := j.boolean()
			if err != nil {
				return err
			}
			if boolean {
				return in.errorAt(off, "got a second boolean, want one")
			}
			boolean = true
			t.Bool = &b
			return nil
		}
		return j.skip()
	})
	if err != nil {
		return nil, err
	}
	if err := j.end(); err != nil {
		return nil, err
	}
	switch {
	case !head:
		return nil, in.errorAt(start, "got no head, want a result with head")
	case boolean == (results >= 0):
		return nil, in.errorAt(start, "got both or neither of results and boolean, want one")
	case boolean && len(t.Vars) > 0:
		return nil, in.errorAt(start, "got variables and a boolean, want results")
	case results >= 0 && t.Rows == nil && results < j.headAt:
		in.pos = results
		if err := jsonRows(j, t, columns); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func jsonHead(j *jsonScanner, t *Table, columns map[string]int) error {
	j.headAt = j.in.pos
	return j.object(func(key string, _ int) error {
		if key != "vars" {
			return j.skip()
		}
		return j.array(func() error {
			j.space()
			off := j.in.pos
			name, err := j.string()
			if err != nil {
				return err
			}
			return j.in.addVar(t, columns, name, off)
		})
	})
}

func jsonRows(j *jsonScanner, t *Table, columns map[string]int) error {
	j.space()
	off, found := j.in.pos, false
	err := j.object(func(key string, off int) error {
		if key != "bindings" {
			return j.skip()
		}
		if found {
			return j.in.errorAt(off, "got a second bindings, want one")
		}
		found = true
		return j.array(func() error {
			row, err := j.in.addRow(t)
			if err != nil {
				return err
			}
			return j.object(func(name string, off int) error {
				i, ok := columns[name]
				switch {
				case !ok:
					return j.in.errorAt(off, "got a binding of %s, want one of the variables of head", clip(name))
				case row[i] != nil:
					return j.in.errorAt(off, "got a second binding of %s, want one", clip(name))
				}
				row[i], err = jsonTerm(j)
				return err
			})
		})
	})
	if err == nil && !found {
		return j.in.errorAt(off, "got results without bindings, want bindings")
	}
	return err
}

func jsonTerm(j *jsonScanner) (quad.Value, error) {
	j.space()
	off := j.in.pos
	var kind, value, datatype, lang string
	var hasValue, hasLang bool
	err := j.object(func(key string, off int) (err error) {
		switch key {
		case "type":
			if kind, err = j.string(); err == nil && kind == "triple" {
				err = j.in.errorAt(off, "got a triple term, want uri, literal or bnode: RDF 1.2 is not read")
			}
		case "value":
			j.space()
			if j.peek() == '{' { // of a triple term, whose type may follow
				return j.skip()
			}
			hasValue = true
			value, err = j.string()
		case "datatype":
			datatype, err = j.string()
		case "xml:lang":
			hasLang = true
			lang, err = j.string()
		case "its:dir":
			err = j.in.errorAt(off, "got a base direction, want none: RDF 1.2 is not read")
		default:
			err = j.skip()
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case !hasValue:
		return nil, j.in.errorAt(off, "got a term without a value, want a value")
	}
	switch kind {
	case "uri":
		return quad.IRI(value), nil
	case "bnode":
		if value == "" {
			return nil, j.in.errorAt(off, "got a blank node without a label, want a label")
		}
		return quad.BNode(value), nil
	case "literal", "typed-literal": // the latter of the format's first draft
		return j.in.literal(value, datatype, lang, hasLang, off)
	}
	return nil, j.in.errorAt(off, "got a term of type %s, want uri, literal or bnode", clip(kind))
}

package draw

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanDOT reads DOT strictly, in the part of the language that the writer
// uses, and returns the names of the nodes and how many edges there are. Its
// rules are those of the specification (graphviz.org/doc/info/lang.html), not
// of the writer: a quoted string ends at the first quote that no backslash
// precedes, an HTML string at the ">" that closes its first "<", and what is in
// between is well-formed XML.
func scanDOT(text string) (nodes map[string]bool, edges int, err error) {
	if !utf8.ValidString(text) {
		return nil, 0, errors.New("not UTF-8")
	}
	for i, r := range text {
		if r != '\n' && unicode.IsControl(r) || turnsText(r) {
			return nil, 0, fmt.Errorf("byte %d: %U in the output", i, r)
		}
	}
	s := &dotScanner{text: text, nodes: map[string]bool{}}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("byte %d: %v: …%.60q", s.at, r, s.text[min(s.at, len(s.text)):])
		}
	}()
	s.want("digraph")
	s.want("ascribe")
	s.want("{")
	s.statements()
	if s.blank(); s.at != len(s.text) {
		panic("text after the graph")
	}
	return s.nodes, s.edges, nil
}

type dotScanner struct {
	text  string
	at    int
	nodes map[string]bool
	edges int
}

func (s *dotScanner) blank() {
	for s.at < len(s.text) && strings.IndexByte(" \n", s.text[s.at]) >= 0 {
		s.at++
	}
}

func (s *dotScanner) next() string {
	s.blank()
	if s.at == len(s.text) {
		panic("unexpected end")
	}
	start := s.at
	switch c := s.text[s.at]; {
	case c == '"':
		for s.at++; ; s.at++ {
			switch s.text[s.at] {
			case '\\':
				s.at++
			case '"':
				s.at++
				return s.text[start:s.at]
			case '\n':
				panic("line break in a string")
			}
		}
	case c == '<':
		depth := 0
		for ; ; s.at++ {
			switch s.text[s.at] {
			case '<':
				depth++
			case '>':
				depth--
			}
			if depth == 0 {
				s.at++
				checkXML(s.text[start+1 : s.at-1])
				return s.text[start:s.at]
			}
		}
	case strings.HasPrefix(s.text[s.at:], "->"):
		s.at += 2
	case strings.IndexByte("{}[];,=", c) >= 0:
		s.at++
	default:
		for s.at < len(s.text) && isWord(s.text[s.at]) {
			s.at++
		}
		if s.at == start {
			panic("no token")
		}
	}
	return s.text[start:s.at]
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.'
}

// htmlTags are the elements of Graphviz's HTML-like labels that may occur.
var htmlTags = map[string]bool{"L": true, "TABLE": true, "TR": true, "TD": true, "FONT": true, "B": true, "S": true}

func checkXML(s string) {
	d := xml.NewDecoder(strings.NewReader("<L>" + s + "</L>"))
	d.Strict = true
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			panic(err)
		}
		if e, ok := t.(xml.StartElement); ok && !htmlTags[e.Name.Local] {
			panic("element " + e.Name.Local)
		}
	}
}

func (s *dotScanner) peek() string {
	at := s.at
	t := s.next()
	s.at = at
	return t
}

func (s *dotScanner) want(t string) {
	if got := s.next(); got != t {
		panic("got " + got + ", want " + t)
	}
}

func (s *dotScanner) statements() {
	for {
		t := s.next()
		switch t {
		case "}":
			return
		case "{":
			s.statements()
			continue
		case "subgraph":
			s.next()
			s.want("{")
			s.statements()
			continue
		case ";":
			continue
		}
		switch s.peek() {
		case "=":
			s.next()
			s.next()
		case "->":
			s.next()
			to := s.next()
			for _, n := range []string{t, to} {
				if !s.nodes[n] {
					panic("an edge names " + n + " before there is such a node")
				}
			}
			s.edges++
			s.attributes()
		case "[":
			if t != "graph" && t != "node" && t != "edge" {
				if s.nodes[t] {
					panic("node " + t + " twice")
				}
				s.nodes[t] = true
			}
			s.attributes()
		case ";":
			if !strings.HasPrefix(t, `"`) || !s.nodes[t] {
				panic("statement " + t)
			}
		default:
			panic("statement " + t)
		}
	}
}

func (s *dotScanner) attributes() {
	s.want("[")
	seen := map[string]bool{}
	for {
		name := s.next()
		if seen[name] {
			panic("attribute " + name + " twice")
		}
		seen[name] = true
		s.want("=")
		if v := s.next(); !isWord(v[0]) && v[0] != '"' && v[0] != '<' {
			panic("value " + v)
		}
		switch t := s.next(); t {
		case "]":
			return
		case ",":
		default:
			panic("got " + t + " in an attribute list")
		}
	}
}

package draw

import (
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

// A netSchema says what a document of a format for networks may hold, as far as
// its schema is one of structure: it is written from the specification.
type netSchema struct {
	space, root string
	elements    map[string]netElement
	// keys are attributes whose value is there once in the document, or once in
	// each of the elements named; refs are those that name such a value.
	keys, refs map[[2]string]string
}

// A netElement is one kind of element: its children in order, as an expression
// over their names, each followed by a blank; its attributes; whether it holds
// text.
type netElement struct {
	children string
	need     map[string]string // attributes that must be there, and what they may say
	may      map[string]string
	text     bool
}

// Lexical forms of XML Schema.
const (
	anyString = `(?s).*`
	// xs:NMTOKEN: name characters of XML 1.0 (production 4a).
	nmtoken = `[-.:_A-Za-z0-9\x{B7}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{37D}\x{37F}-\x{1FFF}\x{200C}\x{200D}\x{203F}\x{2040}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}]+`
	boolean = `true|false|0|1`
)

// graphMLSchema follows the structure layer of GraphML and its extension for
// attributes (http://graphml.graphdrawing.org/specification.html).
var graphMLSchema = netSchema{
	space: "http://graphml.graphdrawing.org/xmlns", root: "graphml",
	elements: map[string]netElement{
		"graphml": {children: `(desc )?(key )*((graph|data) )*`},
		"key": {
			children: `(desc )?(default )?`,
			need:     map[string]string{"id": nmtoken},
			may: map[string]string{
				"for": `all|graphml|graph|node|edge|hyperedge|port|endpoint`, "dynamic": boolean,
				"attr.name": nmtoken, "attr.type": `boolean|int|long|float|double|string`,
			},
		},
		"graph": {
			children: `(desc )?(((data|node|edge|hyperedge) )*|locator )`,
			need:     map[string]string{"edgedefault": `directed|undirected`},
			may:      map[string]string{"id": nmtoken},
		},
		"node": {children: `(desc )?(((data|port) )*(graph )?|locator )`, need: map[string]string{"id": nmtoken}},
		"edge": {
			children: `(desc )?(data )*(graph )?`,
			need:     map[string]string{"source": nmtoken, "target": nmtoken},
			may:      map[string]string{"id": nmtoken, "directed": boolean, "sourceport": nmtoken, "targetport": nmtoken},
		},
		"data":    {need: map[string]string{"key": nmtoken}, may: map[string]string{"id": nmtoken, "time": `-?\d+`}, text: true},
		"default": {text: true},
		"desc":    {text: true},
	},
	keys: map[[2]string]string{
		{"key", "id"}: "graphml", {"graph", "id"}: "graphml", {"node", "id"}: "graph", {"edge", "id"}: "graph",
		{"data", "key"}: "node|edge|graph|graphml",
	},
	refs: map[[2]string]string{{"data", "key"}: "key", {"edge", "source"}: "node", {"edge", "target"}: "node"},
}

// gexfSchema follows GEXF 1.3 (https://gexf.net/schema.html), its static part.
var gexfSchema = netSchema{
	space: "http://gexf.net/1.3", root: "gexf",
	elements: map[string]netElement{
		"gexf": {children: `(meta )?graph `, need: map[string]string{"version": `1\.3`}, may: map[string]string{"variant": anyString}},
		"meta": {
			children: `((creator|keywords|description) )*`,
			may:      map[string]string{"lastmodifieddate": `\d{4}-\d\d-\d\d`},
		},
		"creator": {text: true}, "keywords": {text: true}, "description": {text: true},
		"graph": {
			children: `(attributes )*nodes edges `,
			may:      map[string]string{"defaultedgetype": `directed|undirected|mutual`, "idtype": `integer|string`, "mode": `static|dynamic|slice`},
		},
		"attributes": {children: `(attribute )*`, need: map[string]string{"class": `node|edge`}, may: map[string]string{"mode": `static|dynamic`}},
		"attribute": {
			children: `((default|options) )*`,
			need: map[string]string{
				"id": anyString, "title": anyString,
				"type": `(list)?(integer|long|double|float|boolean|bigdecimal|biginteger|byte|char|short|string)|anyURI`,
			},
		},
		"default": {text: true}, "options": {text: true},
		"nodes": {children: `(node )*`, may: map[string]string{"count": `\d+`}},
		"node": {
			children: `((attvalues|nodes|edges|parents) )*`,
			need:     map[string]string{"id": anyString}, may: map[string]string{"label": anyString, "pid": anyString},
		},
		"edges": {children: `(edge )*`, may: map[string]string{"count": `\d+`}},
		"edge": {
			children: `(attvalues )?`,
			need:     map[string]string{"source": anyString, "target": anyString},
			may: map[string]string{
				"id": anyString, "type": `directed|undirected|mutual`, "label": anyString, "kind": anyString,
				"weight": `[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?|INF|-INF|NaN`,
			},
		},
		"attvalues": {children: `(attvalue )*`},
		"attvalue":  {need: map[string]string{"for": anyString, "value": anyString}},
	},
	keys: map[[2]string]string{
		{"attributes", "class"}: "graph", {"attribute", "id"}: "attributes", {"node", "id"}: "graph", {"edge", "id"}: "graph",
		{"attvalue", "for"}: "attvalues",
	},
	refs: map[[2]string]string{{"edge", "source"}: "node", {"edge", "target"}: "node", {"attvalue", "for"}: "attribute"},
}

// faults are the breaches of a schema by a document.
func (s *netSchema) faults(doc string) (list []string) {
	type open struct {
		name, children string
		keys           map[string]bool // values of keys that are there once in this element
	}
	fault := func(text ...string) { list = append(list, strings.Join(text, " ")) }
	ids := map[string]map[string]bool{} // element to the values by which it is named
	type ref struct{ to, value string }
	var refs []ref
	var stack []*open
	dec := xml.NewDecoder(strings.NewReader(doc))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return append(list, "not XML: "+err.Error())
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name := tok.Name.Local
			def, ok := s.elements[name]
			if !ok || tok.Name.Space != s.space {
				fault("unknown element", tok.Name.Space, name)
			}
			if len(stack) > 0 {
				stack[len(stack)-1].children += name + " "
			} else if name != s.root {
				fault("the root is", name)
			}
			need := maps.Clone(def.need)
			for _, a := range tok.Attr {
				if a.Name.Local == "xmlns" {
					continue
				}
				form, ok := def.need[a.Name.Local]
				if !ok {
					form, ok = def.may[a.Name.Local]
				}
				delete(need, a.Name.Local)
				if !ok || !regexp.MustCompile(`^(?:`+form+`)$`).MatchString(a.Value) {
					fault("the attribute", name, a.Name.Local, "is", a.Value)
				}
				at := [2]string{name, a.Name.Local}
				if to, ok := s.refs[at]; ok {
					refs = append(refs, ref{to, a.Value})
				}
				if within, ok := s.keys[at]; ok {
					if ids[name] == nil {
						ids[name] = map[string]bool{}
					}
					ids[name][a.Value] = true
					for i := len(stack) - 1; i >= 0; i-- {
						if !slices.Contains(strings.Split(within, "|"), stack[i].name) {
							continue
						}
						key := name + " " + a.Value
						if stack[i].keys[key] {
							fault("twice in", stack[i].name+":", key)
						}
						stack[i].keys[key] = true
						break
					}
				}
			}
			for _, a := range slices.Sorted(maps.Keys(need)) {
				fault("the element", name, "has no", a)
			}
			stack = append(stack, &open{name: name, keys: map[string]bool{}})
		case xml.EndElement:
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if want := s.elements[top.name].children; !regexp.MustCompile(`^(?:` + want + `)$`).MatchString(top.children) {
				fault("the element", top.name, "holds", top.children, "want", want)
			}
		case xml.CharData:
			if text := strings.TrimSpace(string(tok)); text != "" && (len(stack) == 0 || !s.elements[stack[len(stack)-1].name].text) {
				fault("text where none may stand:", text)
			}
		}
	}
	for _, r := range refs {
		if !ids[r.to][r.value] {
			fault("no", r.to, "is called", r.value)
		}
	}
	return list
}

// follows holds a document to a schema.
func follows(s *netSchema) func(*testing.T, string) {
	return func(t *testing.T, doc string) {
		t.Helper()
		for _, f := range s.faults(doc) {
			t.Error(f)
		}
	}
}

// The checks find what they are there for.
func TestNetworkSchemas(t *testing.T) {
	const graphML = `<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="n0" for="node" attr.name="label" attr.type="string"/>` +
		`<graph edgedefault="directed"><desc>x</desc><node id="a"><data key="n0">A</data></node><node id="b"/><edge source="a" target="b"/></graph></graphml>`
	const gexf = `<gexf xmlns="http://gexf.net/1.3" version="1.3"><meta><description>x</description></meta><graph><attributes class="node"><attribute id="1" title="kind" type="string"/></attributes>` +
		`<nodes><node id="a" label="A"><attvalues><attvalue for="1" value="x"/></attvalues></node><node id="b"/></nodes><edges><edge id="0" source="a" target="b"/></edges></graph></gexf>`
	for _, c := range []struct {
		s           *netSchema
		doc         string
		from, to    string
		fault, name string
	}{
		{&graphMLSchema, graphML, "", "", "", "whole"},
		{&gexfSchema, gexf, "", "", "", "whole"},
		{&graphMLSchema, graphML, `id="b"`, `id="x/b"`, "the attribute node id is x/b", "no NMTOKEN"},
		{&graphMLSchema, graphML, `id="b"`, `id="a"`, "twice in graph: node a", "a node twice"},
		{&graphMLSchema, graphML, `target="b"`, `target="c"`, "no node is called c", "an edge to nothing"},
		{&graphMLSchema, graphML, `<data key="n0">A</data>`, `<data key="n1">A</data>`, "no key is called n1", "no such key"},
		{&graphMLSchema, graphML, `<data key="n0">A</data>`, `<data key="n0">A</data><data key="n0">B</data>`, "twice in node: data n0", "a value twice"},
		{&graphMLSchema, graphML, ` edgedefault="directed"`, ``, "the element graph has no edgedefault", "no direction"},
		{&graphMLSchema, graphML, `<desc>x</desc><node id="b"/>`, `<node id="b"/><desc>x</desc>`, "", "unchanged"},
		{&graphMLSchema, graphML, `attr.type="string"`, `attr.type="text"`, "the attribute key attr.type is text", "no such type"},
		{&graphMLSchema, graphML, `<node id="b"/>`, `<node id="b">B</node>`, "text where none may stand: B", "text"},
		{&gexfSchema, gexf, `version="1.3"`, `version="1.2"`, "the attribute gexf version is 1.2", "version"},
		{&gexfSchema, gexf, `for="1"`, `for="2"`, "no attribute is called 2", "no such attribute"},
		{&gexfSchema, gexf, `<meta><description>x</description></meta>`, `<description>x</description>`, "the element gexf holds description graph ", "order"},
		{&gexfSchema, gexf, `xmlns="http://gexf.net/1.3"`, `xmlns="http://gexf.net/1.2"`, "unknown element http://gexf.net/1.2 gexf", "namespace"},
	} {
		list := c.s.faults(strings.Replace(c.doc, c.from, c.to, 1))
		found := slices.ContainsFunc(list, func(f string) bool { return strings.HasPrefix(f, c.fault) })
		if c.fault == "" && len(list) > 0 || c.fault != "" && !found {
			t.Errorf("%s: got %q, want %q", c.name, list, c.fault)
		}
	}
}

// Names of nodes are tokens, and no two are alike.
func TestNetworkNames(t *testing.T) {
	for iri, want := range map[quad.IRI]string{
		"https://w3id.org/ascribe/id/apt31":                   "id:apt31",
		"https://w3id.org/ascribe/claim/uk-2021-07-19/4":      "claim:uk-2021-07-19:4",
		"https://w3id.org/ascribe/claim/uk-2021-07-19:4":      "claim:uk-2021-07-19_3A4",
		"https://w3id.org/ascribe/id/a_b":                     "id:a_5Fb",
		"https://w3id.org/ascribe/id/é":                       "id:_C3_A9",
		"https://example.org/id/apt31":                        "_-https_3A::example.org:id:apt31",
		"https://w3id.org/ascribe/https://example.org/":       "https_3A::example.org:",
		quad.IRI("https://x.org/" + strings.Repeat("a", 300)): "",
	} {
		got := netID(iri)
		if want != "" && got != want || len(got) > maxID || !regexp.MustCompile(`^`+nmtoken+`$`).MatchString(got) {
			t.Errorf("%s: got %s, want %s", iri, got, want)
		}
	}
	long := "https://x.org/" + strings.Repeat("a", 300)
	if netID(quad.IRI(long)) == netID(quad.IRI(long+"b")) {
		t.Error("two long names are alike")
	}
}

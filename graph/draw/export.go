package draw

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// network is a subgraph as programs for networks take it: things and records
// as nodes; an edge for each quad between things, with its record, and edges
// from parties to their records and from records to what they speak of,
// support or answer. Literals other than names stay behind.
type network struct {
	title  string
	footer string
	nodes  []netNode
	edges  []netEdge
}

// netNode is a node; its attributes are in the order of nodeAttributes.
type netNode struct {
	id     string
	values [len(nodeAttributes)]string
}

// netEdge is an edge; its attributes are in the order of edgeAttributes.
type netEdge struct {
	from, to string
	values   [len(edgeAttributes)]string
}

// The attributes of nodes and edges, and what they hold. Empty ones are left
// out.
var (
	nodeAttributes = [...]string{
		"label",      // what it is called, or what it says
		"kind",       // thing or record
		"class",      // State, ThreatGroup, Claim, Act …
		"iri",        //
		"aliases",    // of a thing, separated by " | "
		"date",       // of a record, in the precision of its source
		"stance",     // of a claim
		"form",       // of a record
		"likelihood", // of a claim: lowest and highest per cent, "80-90"
		"confidence", // of a claim: low, moderate, high
		"quote",      // of a record
		"url",        // of a record's source
	}
	edgeAttributes = [...]string{
		"label",  // the predicate in words
		"kind",   // edge, by, about, re, inResponseTo, structure
		"record", // the handle of the record that it stands under
		"by",     // whose record that is
		"date",
		"stance",
	}
)

func (n *netNode) set(name, value string) {
	n.values[slices.Index(nodeAttributes[:], name)] = clean(value, maxTipLine)
}

func (e *netEdge) set(name, value string) {
	e.values[slices.Index(edgeAttributes[:], name)] = clean(value, maxTipLine)
}

// netID names a node by its IRI, as an xs:NMTOKEN, which the schema of GraphML
// wants: of ours the part below our own address. A "/" is a ":", another byte
// that may not stand there is "_" and two hex digits, and what is not ours begins
// with "_-", so that no two names are alike. A long one ends in a checksum.
func netID(iri quad.IRI) string {
	rest, ours := strings.CutPrefix(string(iri), schema.Base)
	var b strings.Builder
	if !ours {
		b.WriteString("_-")
	}
	for i := range len(rest) {
		switch c := rest[i]; {
		case c == '/':
			b.WriteByte(':')
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "_%02X", c)
		}
	}
	if b.Len() > maxID {
		return b.String()[:maxID-34] + fmt.Sprintf("_-%x", sha256.Sum256([]byte(iri)))[:34]
	}
	return b.String()
}

func newNetwork(s *graph.Subgraph, o *Options) *network {
	b := newBuilder(s, o)
	n := &network{title: clean(o.Title, 200), footer: clean(strings.Join(b.footer(), " "), 1600)}
	made := map[string]bool{}
	thing := func(iri quad.IRI) string {
		id := netID(iri)
		if made[id] {
			return id
		}
		made[id] = true
		node := netNode{id: id}
		node.set("label", b.name(iri))
		node.set("kind", "thing")
		if strings.HasPrefix(string(iri), schema.NSClaim) || strings.HasPrefix(string(iri), schema.NSAct) {
			node.set("kind", "record") // that was left out
		}
		node.set("iri", string(iri))
		if x, ok := b.nodes[iri]; ok {
			var classes []string
			for _, c := range x.Classes {
				classes = append(classes, local(c))
			}
			slices.Sort(classes)
			node.set("class", strings.Join(classes, " | "))
			node.set("aliases", strings.Join(x.Aliases, " | "))
		}
		n.nodes = append(n.nodes, node)
		return id
	}
	for _, r := range b.list {
		n.nodes = append(n.nodes, b.recordNode(r))
		made[netID(r.IRI)] = true
	}
	for iri := range b.nodes {
		thing(iri)
	}
	edge := func(from, to quad.IRI, kind, label string, r *graph.SubRecord) {
		e := netEdge{from: thing(from), to: thing(to)}
		e.set("kind", kind)
		e.set("label", label)
		if r != nil {
			var by []string
			for _, v := range b.voices(r) {
				by = append(by, b.name(v.party))
			}
			e.set("record", b.handle(r.IRI))
			e.set("by", strings.Join(by, " | "))
			e.set("date", r.When())
			e.set("stance", local(r.Stance))
		}
		n.edges = append(n.edges, e)
	}
	for _, r := range b.list {
		for _, p := range r.By {
			edge(p, r.IRI, "by", b.label(schema.By), r)
		}
		about := map[quad.IRI]bool{}
		for _, q := range r.Edges {
			from, ok := q.Subject.(quad.IRI)
			if !ok {
				continue
			}
			about[from] = true
			if to, ok := q.Object.(quad.IRI); ok {
				about[to] = true
				edge(from, to, "edge", b.label(predicate(q)), r)
			}
		}
		for iri := range about {
			edge(r.IRI, iri, "about", "", r)
		}
		for _, iri := range r.Re {
			edge(r.IRI, iri, "re", b.label(schema.Re), r)
		}
		for _, iri := range r.InResponseTo {
			edge(r.IRI, iri, "inResponseTo", b.label(schema.InResponseTo), r)
		}
	}
	for _, e := range s.Structure {
		if to, ok := e.To.(quad.IRI); ok {
			edge(e.From, to, "structure", b.label(e.Predicate), nil)
		}
	}
	slices.SortFunc(n.nodes, func(x, y netNode) int { return cmp.Compare(x.id, y.id) })
	slices.SortFunc(n.edges, func(x, y netEdge) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to), slices.Compare(x.values[:], y.values[:]))
	})
	n.edges = slices.Compact(n.edges)
	return n
}

func (b *builder) recordNode(r *graph.SubRecord) netNode {
	n := netNode{id: netID(r.IRI)}
	n.set("label", b.headline(r))
	n.set("kind", "record")
	n.set("iri", string(r.IRI))
	n.set("class", "Claim")
	if r.Act {
		n.set("class", "Act")
	}
	n.set("date", r.When())
	n.set("stance", local(r.Stance))
	n.set("form", local(r.Form))
	if r.Likelihood[0] >= 0 && r.Likelihood[1] > 0 {
		n.set("likelihood", itoa(r.Likelihood[0])+"-"+itoa(r.Likelihood[1]))
	}
	n.set("confidence", local(r.Confidence))
	if q := slices.Sorted(texts(r.Quotes)); len(q) > 0 {
		n.set("quote", q[0])
	}
	_, url := b.tooltip(r, "")
	n.values[slices.Index(nodeAttributes[:], "url")] = url
	return n
}

package draw

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/ascribe-graph/ascribe/graph"
)

// GraphML writes s as GraphML (http://graphml.graphdrawing.org/specification.html),
// for yEd, Gephi, NetworkX, igraph and their like. Things and records are
// nodes; an edge of the graph stands there once for each record that it stands
// under, with who said it, when and with what stance; further edges join
// parties to their records, and records to what they speak of and to the
// records that they support or answer. Literals other than names are left out.
// Errors are those of w.
func GraphML(w io.Writer, s *graph.Subgraph, o *Options) error {
	n := networkOf(s, o)
	b := bufio.NewWriter(w)
	fmt.Fprint(b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<graphml xmlns="http://graphml.graphdrawing.org/xmlns">`+"\n")
	for i, name := range nodeAttributes {
		fmt.Fprintf(b, `<key id="n%d" for="node" attr.name="%s" attr.type="string"/>`+"\n", i, name)
	}
	for i, name := range edgeAttributes {
		fmt.Fprintf(b, `<key id="e%d" for="edge" attr.name="%s" attr.type="string"/>`+"\n", i, name)
	}
	fmt.Fprintf(b, "<graph id=\"ascribe\" edgedefault=\"directed\">\n<desc>%s</desc>\n", htmlEscapes.Replace(n.described()))
	data := func(prefix string, values []string) {
		for i, v := range values {
			if v != "" {
				fmt.Fprintf(b, `<data key="%s%d">%s</data>`, prefix, i, htmlEscapes.Replace(v))
			}
		}
	}
	for _, x := range n.nodes {
		fmt.Fprintf(b, `<node id="%s">`, x.id)
		data("n", x.values[:])
		fmt.Fprint(b, "</node>\n")
	}
	for i, e := range n.edges {
		fmt.Fprintf(b, `<edge id="edge%d" source="%s" target="%s">`, i, e.from, e.to)
		data("e", e.values[:])
		fmt.Fprint(b, "</edge>\n")
	}
	fmt.Fprint(b, "</graph>\n</graphml>\n")
	return b.Flush()
}

// GEXF writes s as GEXF 1.3 (https://gexf.net), for Gephi: the nodes and edges
// of GraphML. Errors are those of w.
func GEXF(w io.Writer, s *graph.Subgraph, o *Options) error {
	n := networkOf(s, o)
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n<meta><description>%s</description></meta>\n<graph defaultedgetype=\"directed\">\n", htmlEscapes.Replace(n.described()))
	attributes := func(class string, names []string) {
		fmt.Fprintf(b, "<attributes class=\"%s\">\n", class)
		for i, name := range names {
			if i > 0 { // the label is its own attribute
				fmt.Fprintf(b, `<attribute id="%d" title="%s" type="string"/>`+"\n", i, name)
			}
		}
		fmt.Fprint(b, "</attributes>\n")
	}
	values := func(values []string) {
		fmt.Fprint(b, "<attvalues>")
		for i, v := range values {
			if i > 0 && v != "" {
				fmt.Fprintf(b, `<attvalue for="%d" value="%s"/>`, i, htmlEscapes.Replace(v))
			}
		}
		fmt.Fprint(b, "</attvalues>")
	}
	attributes("node", nodeAttributes[:])
	attributes("edge", edgeAttributes[:])
	fmt.Fprint(b, "<nodes>\n")
	for _, x := range n.nodes {
		fmt.Fprintf(b, `<node id="%s" label="%s">`, x.id, htmlEscapes.Replace(x.values[0]))
		values(x.values[:])
		fmt.Fprint(b, "</node>\n")
	}
	fmt.Fprint(b, "</nodes>\n<edges>\n")
	for i, e := range n.edges {
		fmt.Fprintf(b, `<edge id="%d" source="%s" target="%s" label="%s">`, i, e.from, e.to, htmlEscapes.Replace(e.values[0]))
		values(e.values[:])
		fmt.Fprint(b, "</edge>\n")
	}
	fmt.Fprint(b, "</edges>\n</graph>\n</gexf>\n")
	return b.Flush()
}

// CytoscapeJSON writes s in the elements JSON of Cytoscape and Cytoscape.js
// (https://js.cytoscape.org/#notation/elements-json): the nodes and edges of
// GraphML. Errors are those of w.
func CytoscapeJSON(w io.Writer, s *graph.Subgraph, o *Options) error {
	n := networkOf(s, o)
	type element struct {
		Data map[string]string `json:"data"`
	}
	var out struct {
		Data     map[string]string `json:"data"`
		Elements struct {
			Nodes []element `json:"nodes"`
			Edges []element `json:"edges"`
		} `json:"elements"`
	}
	out.Data = map[string]string{"name": n.title, "world": n.footer}
	out.Elements.Nodes, out.Elements.Edges = []element{}, []element{}
	for _, x := range n.nodes {
		e := element{map[string]string{"id": x.id}}
		for i, v := range x.values {
			if v != "" {
				e.Data[nodeAttributes[i]] = v
			}
		}
		out.Elements.Nodes = append(out.Elements.Nodes, e)
	}
	for i, x := range n.edges {
		e := element{map[string]string{"id": "edge" + itoa(i), "source": x.from, "target": x.to}}
		for i, v := range x.values {
			if v != "" {
				e.Data[edgeAttributes[i]] = v
			}
		}
		out.Elements.Edges = append(out.Elements.Edges, e)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(out)
}

func networkOf(s *graph.Subgraph, o *Options) *network {
	if o == nil {
		o = &Options{}
	}
	return newNetwork(s, o)
}

// described is what the network is, and through which lens it was taken.
func (n *network) described() string {
	if n.title == "" {
		return n.footer
	}
	return n.title + ". " + n.footer
}

// Package draw makes pictures of a part of a graph: who said what about whom,
// and what was done about it.
//
// SVG lays a picture out by itself and needs no other program:
//
//	ascribe draw "Exchange hack" -o exchange.svg
//
// DOT writes the language of Graphviz (https://graphviz.org/doc/info/lang.html)
// with HTML-like labels (https://graphviz.org/doc/info/shapes.html#html), and
// Mermaid that of wikis. GraphML, GEXF and CytoscapeJSON hand the same part of
// the graph, every edge with its record, to programs for networks.
//
// A picture has columns from left to right: who speaks, the record (a claim or
// an act) in words, who is named, and the incident. Every arrow belongs to a
// record or, where it is grey, to several, which its tooltip lists. What a line
// means shows in its stroke and its head as well as in its colour, so that the
// picture reads in grey.
//
// Output is a function of its input: the same subgraph gives the same bytes,
// in whatever order its parts come. Labels are data: whatever they hold, they
// stay labels.
package draw

import (
	"io"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// Options tune a picture; the zero value is the default.
type Options struct {
	// Title and Subtitle stand above the picture; default none.
	Title, Subtitle string
	// Dark draws on a dark ground.
	Dark bool
	// About are the things that the picture is about: their boxes show all
	// their names, up to 24, others two.
	About []quad.IRI
	// Full draws each record and each thing, however many they are. Otherwise
	// what is too much to be read is summarised, and the footer says so: more
	// than 26 claims and acts by what they say, then by who says it; more than
	// 22 things by what they are and belong to.
	Full bool
	// Straight is for DOT: lines are straight and boxes kept apart, for the
	// programs of Graphviz that know no ranks, such as sfdp.
	Straight bool
	// Langs are the languages of the picture's own words, the wanted first:
	// English and Dutch exist, default English. The names of things are in the
	// language that the subgraph was taken in.
	Langs []string
}

// DOT writes a picture of s for Graphviz. It returns the errors of w only: a
// subgraph with nothing in it gives a small picture that says so. s is not
// changed.
//
// It costs O(n log n) in the records, edges and nodes of s, and the transitive
// reduction of its structure.
func DOT(w io.Writer, s *graph.Subgraph, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	return writeDOT(w, newScene(s, o), o)
}

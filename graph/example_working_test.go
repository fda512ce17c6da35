package graph_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	working "github.com/dominikbraun/graph"
)

// A part of the graph that outlives its view.
func ExampleSubgraph() {
	var s *graph.Subgraph
	small(nil, func(ctx context.Context, v *graph.View) (err error) {
		s, err = v.Around(ctx, []quad.IRI{schema.NSID + "harbour-hack"}, nil)
		return err
	})
	for _, r := range s.Records {
		fmt.Println(r.Handle(), r.When())
	}
	for _, e := range s.Edges {
		if to, ok := e.To.(quad.IRI); ok {
			fmt.Println(s.Name(e.From, "en"), s.Name(e.Predicate, "en"), s.Name(to, "en"))
		}
	}
	// Output:
	// freedonia-1 2021-07-19
	// act:freedonia-3 2021-08
	// Freedonia sanctioned Grey Owl
	// Grey Owl linked to Secret Service of Sylvania
	// Harbour hack attributed to Grey Owl
}

// workingGraph takes every record of freedonia as a graph for algorithms.
func workingGraph() (working.Graph[string, graph.Node], *graph.Subgraph) {
	var s *graph.Subgraph
	small(nil, func(ctx context.Context, v *graph.View) (err error) {
		var all []quad.IRI
		for _, r := range v.Records() {
			all = append(all, r.IRI)
		}
		s, err = v.Subgraph(ctx, all, nil)
		return err
	})
	g, err := s.Working()
	if err != nil {
		fmt.Println(err)
	}
	return g, s
}

// The shortest way between two things, with the records behind each step: the
// parallel edges of a pair are the []Edge in the Data of the one that stands
// for them.
func ExampleSubgraph_Working() {
	g, s := workingGraph()
	path, err := working.ShortestPath(g, schema.NSID+"harbour-hack", schema.NSID+"sylvania")
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range len(path) - 1 {
		step, err := g.Edge(path[i], path[i+1])
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, e := range step.Properties.Data.([]graph.Edge) {
			fmt.Println(s.Name(e.From, "en"), s.Name(e.Predicate, "en"), s.Name(e.To.(quad.IRI), "en"), "in", schema.Handle(string(e.Records[0])))
		}
	}
	// Output:
	// Harbour hack attributed to Grey Owl in freedonia-1
	// Grey Owl linked to Secret Service of Sylvania in freedonia-1
	// Secret Service of Sylvania part of Sylvania in freedonia-2
}

// What hangs together, whichever way the edges point: the components of the
// same graph without directions.
func ExampleSubgraph_Working_components() {
	g, s := workingGraph()
	near := map[string][]string{}
	edges, err := g.Edges()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range edges {
		near[e.Source] = append(near[e.Source], e.Target)
		near[e.Target] = append(near[e.Target], e.Source)
	}
	undirected := working.New(working.StringHash)
	for v := range near {
		_ = undirected.AddVertex(v) // each is new
	}
	for v, others := range near {
		for _, o := range others {
			_ = undirected.AddEdge(v, o) // a pair comes twice
		}
	}
	seen := map[string]bool{}
	for _, n := range s.Nodes {
		if v := string(n.IRI); !seen[v] && near[v] != nil {
			var names []string
			err := working.DFS(undirected, v, func(v string) bool {
				seen[v] = true
				names = append(names, s.Name(quad.IRI(v), "en"))
				return false
			})
			slices.Sort(names)
			fmt.Println(len(names), "things:", strings.Join(names, ", "), err)
		}
	}
	// Output:
	// 5 things: Freedonia, Grey Owl, Harbour hack, Secret Service of Sylvania, Sylvania <nil>
}

// An edge that others imply is left out: who is part of a part is part of the
// whole.
func ExampleSubgraph_Working_transitiveReduction() {
	s := &graph.Subgraph{}
	for _, name := range []string{"bureau", "ministry", "state"} {
		s.Nodes = append(s.Nodes, graph.Node{IRI: schema.NSID + quad.IRI(name)})
	}
	for _, e := range [][2]quad.IRI{{"bureau", "ministry"}, {"bureau", "state"}, {"ministry", "state"}} {
		s.Edges = append(s.Edges, graph.Edge{From: schema.NSID + e[0], Predicate: schema.PartOf, To: schema.NSID + e[1]})
	}
	g, err := s.Working()
	if err != nil {
		fmt.Println(err)
		return
	}
	reduced, err := working.TransitiveReduction(g)
	if err != nil {
		fmt.Println(err)
		return
	}
	edges, err := reduced.Edges()
	if err != nil {
		fmt.Println(err)
		return
	}
	var lines []string
	for _, e := range edges {
		lines = append(lines, schema.Handle(e.Source)+" part of "+schema.Handle(e.Target))
	}
	slices.Sort(lines)
	fmt.Println(strings.Join(lines, "\n"))
	// Output:
	// id:bureau part of id:ministry
	// id:ministry part of id:state
}

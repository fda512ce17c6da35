// Package networks has examples of what gonum finds in a graph of Ascribe. It is
// a module of its own, so that users of the library do not inherit gonum.
package networks

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
)

// three are incidents for which several states made the same attribution.
var three = []quad.IRI{schema.NSID + "notpetya", schema.NSID + "wannacry", schema.NSID + "georgia-2019"}

// claimants joins the states that attributed one of the incidents to the same
// state, themselves or through an organ; the weight counts the incidents. It
// returns the graph and the states' names by node.
func claimants(incidents []quad.IRI) (*simple.WeightedUndirectedGraph, []string, error) {
	g, err := seeds.Open()
	if err != nil {
		return nil, nil, err
	}
	defer g.Close()
	joined := simple.NewWeightedUndirectedGraph(0, 0)
	var names []string
	nodes := map[quad.IRI]int64{}
	err = g.View(context.Background(), nil, func(v *graph.View) error {
		for _, incident := range incidents {
			said, err := v.Statements(context.Background(), &graph.StatementOptions{About: incident})
			if err != nil {
				return err
			}
			together := map[quad.IRI][]quad.IRI{} // by the state that is blamed
			for _, s := range said {
				if s.Subject != incident || s.Predicate != schema.AttributedToState {
					continue
				}
				blamed := s.Object.(quad.IRI)
				for _, r := range s.Records {
					for _, speaker := range v.Speakers(r.IRI, false) {
						if v.IsA(speaker.Party, schema.State) && !slices.Contains(together[blamed], speaker.Party) {
							together[blamed] = append(together[blamed], speaker.Party)
						}
					}
				}
			}
			for _, states := range together {
				slices.Sort(states)
				for i, a := range states {
					if _, ok := nodes[a]; !ok {
						nodes[a] = int64(len(names))
						names = append(names, v.Label(a))
					}
					for _, b := range states[:i] {
						weight, _ := joined.Weight(nodes[a], nodes[b])
						joined.SetWeightedEdge(joined.NewWeightedEdge(simple.Node(nodes[a]), simple.Node(nodes[b]), weight+1))
					}
				}
			}
		}
		return nil
	})
	return joined, names, err
}

// Who stands between the states that attribute together: on how many of the
// shortest ways between two others each lies. Those on none are left out.
func Example_centrality() {
	g, names, err := claimants(three)
	if err != nil {
		fmt.Println(err)
		return
	}
	between := network.Betweenness(g)
	for _, id := range slices.SortedFunc(maps.Keys(between), func(a, b int64) int { return cmp.Compare(names[a], names[b]) }) {
		fmt.Printf("%s: attributes with %d others, stands between %.0f pairs\n", names[id], g.From(id).Len(), between[id]/2) // gonum counts both directions
	}
	// Of the thirteen, four spoke of NotPetya or WannaCry alone and seven of Georgia
	// alone; each of the 28 pairs across has two shortest ways.
	//
	// Output:
	// United Kingdom: attributes with 12 others, stands between 14 pairs
	// United States: attributes with 12 others, stands between 14 pairs
}

// Which states attribute together more than chance would have it: communities
// by modularity (Louvain), from a fixed seed.
func Example_communities() {
	g, names, err := claimants(three)
	if err != nil {
		fmt.Println(err)
		return
	}
	found := community.Modularize(g, 1, rand.NewPCG(1, 1))
	var groups []string
	for _, c := range found.Communities() {
		groups = append(groups, strings.Join(labels(c, names), ", "))
	}
	slices.Sort(groups)
	fmt.Println(strings.Join(groups, "\n"))
	// Output:
	// Australia, Canada, Japan, New Zealand, United Kingdom, United States
	// Czechia, Denmark, Estonia, Georgia, Netherlands, Norway, Poland
}

func labels(nodes []gonum.Node, names []string) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = names[n.ID()]
	}
	slices.Sort(out)
	return out
}

package check

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/dominikbraun/graph"
)

// checkCycles finds circles of partOf over all records that do not deny it.
// Each strongly connected component is reported once, under each record that
// holds one of its edges, with its nodes and one shortest circle.
func (m *model) checkCycles() {
	g := graph.New(func(v string) string { return v }, graph.Directed())
	shown := map[string]string{}
	node := func(v quad.Value) string { shown[v.String()] = name(v); return v.String() }
	type edge struct {
		r *record
		q quad.Quad
	}
	edges := map[[2]string][]edge{}
	for _, r := range m.records {
		if !r.holds() {
			continue
		}
		for _, q := range r.edges {
			if iriOf(q.Predicate) != schema.PartOf {
				continue
			}
			from, to := node(q.Subject), node(q.Object)
			edges[[2]string{from, to}] = append(edges[[2]string{from, to}], edge{r, q})
			// The errors say that a node or edge is already there, which is fine.
			_ = g.AddVertex(from)
			_ = g.AddVertex(to)
			_ = g.AddEdge(from, to)
		}
	}
	next, err := g.AdjacencyMap()
	if err != nil {
		return // an adjacency map in memory cannot fail
	}
	components, err := graph.StronglyConnectedComponents(g)
	if err != nil {
		return // it is directed
	}
	for _, nodes := range components {
		slices.Sort(nodes)
		if _, self := next[nodes[0]][nodes[0]]; len(nodes) == 1 && !self {
			continue
		}
		show := func(nodes []string) []string {
			out := make([]string, len(nodes))
			for i, n := range nodes {
				out[i] = shown[n]
			}
			return out
		}
		through, circle := strings.Join(show(nodes), ", "), strings.Join(show(shortestCircle(next, nodes)), " → ")
		for i := range nodes {
			for _, to := range nodes {
				for _, e := range edges[[2]string{nodes[i], to}] {
					m.fault(Cycle, e.r, e.q, "remove or correct one of the edges", "a circle of asc:partOf through %s: %s", through, circle)
				}
			}
		}
	}
}

// shortestCircle walks breadth first from the first node back to it.
func shortestCircle(next map[string]map[string]graph.Edge[string], nodes []string) []string {
	start := nodes[0]
	before := map[string]string{}
	queue := []string{start}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, to := range nodes {
			if _, ok := next[at][to]; !ok {
				continue
			}
			if to == start {
				path := []string{start}
				for ; at != start; at = before[at] {
					path = append(path, at)
				}
				path = append(path, start)
				slices.Reverse(path)
				return path
			}
			if _, seen := before[to]; !seen {
				before[to] = at
				queue = append(queue, to)
			}
		}
	}
	return nodes
}

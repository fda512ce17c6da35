package rdf_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
)

// edges makes quads of pairs of blank nodes, under names that begin with
// prefix.
func edges(prefix string, pairs ...[2]int) []quad.Quad {
	var quads []quad.Quad
	for _, p := range pairs {
		quads = append(quads, quad.Quad{
			Subject: quad.BNode(fmt.Sprint(prefix, p[0])), Predicate: quad.IRI("urn:p"), Object: quad.BNode(fmt.Sprint(prefix, p[1])),
		})
	}
	return quads
}

// cycle is an undirected ring of n nodes from node `from` on.
func cycle(from, n int) (pairs [][2]int) {
	for i := range n {
		a, b := from+i, from+(i+1)%n
		pairs = append(pairs, [2]int{a, b}, [2]int{b, a})
	}
	return pairs
}

func clique(n int) (pairs [][2]int) {
	for i := range n {
		for j := range n {
			if i != j {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	return pairs
}

// repeat makes k disjoint copies of pairs over n nodes each.
func repeat(k, n int, pairs [][2]int) (out [][2]int) {
	for i := range k {
		for _, p := range pairs {
			out = append(out, [2]int{p[0] + i*n, p[1] + i*n})
		}
	}
	return out
}

// lattice returns one of the two strongly regular graphs (the rook graph and the
// Shrikhande graph) of 16 nodes with
// parameters (16, 6, 2, 2): colour refinement cannot tell them apart.
func lattice(shrikhande bool) (pairs [][2]int) {
	for a := range 16 {
		for b := range 16 {
			dx, dy := (a/4-b/4+4)%4, (a%4-b%4+4)%4
			adjacent := (dx == 0) != (dy == 0)
			if shrikhande {
				adjacent = dx == 0 && (dy == 1 || dy == 3) || dy == 0 && (dx == 1 || dx == 3) || dx == dy && (dx == 1 || dx == 3)
			}
			if adjacent {
				pairs = append(pairs, [2]int{a, b})
			}
		}
	}
	return pairs
}

func TestIsomorphic(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b [][2]int
		want bool
	}{
		{"empty", nil, nil, true},
		{"one edge", [][2]int{{0, 1}}, [][2]int{{1, 0}}, true},
		{"loop", [][2]int{{0, 0}}, [][2]int{{0, 1}}, false},
		{"duplicates", [][2]int{{0, 1}, {0, 1}}, [][2]int{{0, 1}}, true},
		{"fork", [][2]int{{0, 1}, {0, 2}}, [][2]int{{0, 1}, {2, 1}}, false},
		{"ring of 6, two of 3", cycle(0, 6), append(cycle(0, 3), cycle(3, 3)...), false},
		{"rings of 400", cycle(0, 400), cycle(7, 400), true},
		{"clique of 40", clique(40), clique(40), true},
		{"500 equal rings", repeat(500, 5, cycle(0, 5)), repeat(500, 5, cycle(0, 5)), true},
		{"rings of 6 and 3+3", repeat(40, 6, cycle(0, 6)), repeat(40, 6, append(cycle(0, 3), cycle(3, 3)...)), false},
		{"rook, rook", lattice(false), lattice(false), true},
		{"rook, Shrikhande", lattice(false), lattice(true), false},
		{
			"many rook, one Shrikhande", repeat(10, 16, lattice(false)),
			append(repeat(9, 16, lattice(false)), shift(lattice(true), 144)...), false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			a, b := edges("a", c.a...), edges("b", c.b...)
			r := rand.New(rand.NewPCG(1, 2))
			r.Shuffle(len(b), func(i, j int) { b[i], b[j] = b[j], b[i] })
			if got := rdf.Isomorphic(a, b); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if got := rdf.Isomorphic(b, a); got != c.want {
				t.Errorf("the other way round: got %v, want %v", got, c.want)
			}
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func shift(pairs [][2]int, by int) (out [][2]int) {
	for _, p := range pairs {
		out = append(out, [2]int{p[0] + by, p[1] + by})
	}
	return out
}

func TestIsomorphicTerms(t *testing.T) {
	q := func(o, g quad.Value) []quad.Quad {
		return []quad.Quad{{Subject: quad.IRI("urn:s"), Predicate: quad.IRI("urn:p"), Object: o, Label: g}}
	}
	one := quad.TypedString{Value: "1", Type: "http://www.w3.org/2001/XMLSchema#integer"}
	for _, c := range []struct {
		a, b []quad.Quad
		want bool
	}{
		{q(quad.String("x"), nil), q(quad.TypedString{Value: "x", Type: "http://www.w3.org/2001/XMLSchema#string"}, nil), true},
		{q(quad.LangString{Value: "x", Lang: "EN"}, nil), q(quad.LangString{Value: "x", Lang: "en"}, nil), true},
		{q(quad.LangString{Value: "x", Lang: "en"}, nil), q(quad.String("x"), nil), false},
		{q(one, nil), q(quad.TypedString{Value: "01", Type: one.Type}, nil), false},
		{q(quad.BNode("a"), nil), q(quad.IRI("a"), nil), false},
		{q(one, quad.BNode("g")), q(one, quad.BNode("h")), true},
		{q(one, quad.BNode("g")), q(one, nil), false},
		{q(quad.BNode("a"), quad.BNode("a")), q(quad.BNode("a"), quad.BNode("b")), false},
		{q(nil, nil), q(nil, nil), false},
	} {
		if got := rdf.Isomorphic(c.a, c.b); got != c.want {
			t.Errorf("%v, %v: got %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestIsomorphicRandom compares random graphs with renamed copies of
// themselves, and with copies in which one edge is another.
func TestIsomorphicRandom(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 500 {
		n := 1 + r.IntN(9)
		perm := r.Perm(n)
		have := map[[2]int]bool{}
		var a, b [][2]int
		for range r.IntN(2 * n) {
			p := [2]int{r.IntN(n), r.IntN(n)}
			have[p] = true
			a = append(a, p)
			b = append(b, [2]int{perm[p[0]], perm[p[1]]})
		}
		if !rdf.Isomorphic(edges("a", a...), edges("b", b...)) {
			t.Fatalf("%v and %v must be isomorphic", a, b)
		}
		if !brute(n, a, b) {
			t.Fatal("the oracle is wrong")
		}
		for i := range b {
			b[i] = [2]int{r.IntN(n), r.IntN(n)}
			if got, want := rdf.Isomorphic(edges("a", a...), edges("b", b...)), n <= 6 && brute(n, a, b); n <= 6 && got != want {
				t.Fatalf("%v and %v: got %v, want %v", a, b, got, want)
			}
			break
		}
	}
}

// brute tries all mappings of n nodes.
func brute(n int, a, b [][2]int) bool {
	inB := map[[2]int]bool{}
	for _, p := range b {
		inB[p] = true
	}
	inA := map[[2]int]bool{}
	for _, p := range a {
		inA[p] = true
	}
	if len(inA) != len(inB) {
		return false
	}
	perm := make([]int, 0, n)
	used := make([]bool, n)
	var try func() bool
	try = func() bool {
		if len(perm) == n {
			for p := range inA {
				if !inB[[2]int{perm[p[0]], perm[p[1]]}] {
					return false
				}
			}
			return true
		}
		for i := range n {
			if !used[i] {
				used[i] = true
				perm = append(perm, i)
				if try() {
					return true
				}
				perm = perm[:len(perm)-1]
				used[i] = false
			}
		}
		return false
	}
	return try()
}

package plan

import (
	"math"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// probe names a distinct count: of one position among the quads of a pattern.
type probe struct {
	pattern store.Pattern
	pos     int
}

// Sequences are the positions of a quad in each order.
var Sequences = [...][4]int{
	store.SPOG: {store.S, store.P, store.O, store.G},
	store.POSG: {store.P, store.O, store.S, store.G},
	store.OSPG: {store.O, store.S, store.P, store.G},
	store.PSOG: {store.P, store.S, store.O, store.G},
	store.GSPO: {store.G, store.S, store.P, store.O},
}

// constants returns the pattern of the constants of q.
func (q *Quads) constants() (pat store.Pattern) {
	for i, pos := range q.Pos {
		if pos.Kind == Const {
			pat[i] = pos.ID
		}
	}
	return pat
}

// count returns how many quads the constants of q match.
func (p *Planner) count(q *Quads) float64 {
	pat := q.constants()
	if q.OneOf == nil {
		return p.total(pat)
	}
	n := 0.0
	for _, id := range q.OneOf {
		pat[store.P] = id
		n += p.total(pat)
	}
	return n
}

func (p *Planner) total(pat store.Pattern) float64 {
	n, ok := p.counts[pat]
	if !ok {
		if pat[store.G] != store.Any && pat[store.P] != store.Any && pat[store.S] == store.Any {
			// This would read a range: take an upper bound.
			n = math.Min(p.total(store.Pattern{store.P: pat[store.P], store.O: pat[store.O]}), p.total(store.Pattern{store.G: pat[store.G]}))
		} else {
			n = float64(p.estimate(pat))
		}
		p.counts[pat] = n
	}
	return n
}

// estimate returns about how many quads match pat; 0 only if none does.
func (p *Planner) estimate(pat store.Pattern) int {
	if e, ok := p.src.(engine.Estimator); ok {
		return e.Estimate(pat)
	}
	return p.src.Count(pat)
}

// How many values are looked at to guess how many there are, and how many
// quads are simply counted.
const (
	maxProbes = 10
	maxRead   = 64
)

// distinctAt estimates how many values a position has among the quads that
// match pat: it looks at some values evenly apart, and at how many quads each has.
func (p *Planner) distinctAt(pat store.Pattern, pos int) float64 {
	n := p.total(pat)
	if n <= 1 {
		return n
	}
	key := probe{pat, pos}
	if d, ok := p.probes[key]; ok {
		return d
	}
	bound := 0
	for _, id := range pat {
		if id != store.Any {
			bound++
		}
	}
	d := -1.0
	for o := range store.Order(len(Sequences)) {
		seq := Sequences[o]
		lead := 0
		for lead < 4 && pat[seq[lead]] != store.Any {
			lead++
		}
		if lead < bound || seq[lead] != pos {
			continue
		}
		if lead >= 2 && pos != store.G { // the last position but the label: each quad has its own
			d = n
			break
		}
		d = n / p.fanout(pat, pos, o, lead)
		break
	}
	if d < 0 {
		switch {
		case bound >= 2:
			d = n
		case pos == store.P:
			d = math.Min(n, 30)
		case pos == store.G && bound > 0:
			d = math.Max(1, math.Min(n/3, p.distinctAt(store.Pattern{}, pos)))
		default:
			d = math.Max(1, n/3)
		}
	}
	p.probes[key] = d
	return d
}

// perLabel estimates how many quads a label has.
func (p *Planner) perLabel() float64 {
	all := store.Pattern{}
	return p.total(all) / math.Max(1, p.distinctAt(all, store.G))
}

// fanout estimates how many quads a value of pos has: between the mean of what
// a few values have, which one that has very many would decide, and the
// geometric mean, for which it would hardly count.
func (p *Planner) fanout(pat store.Pattern, pos int, o store.Order, lead int) float64 {
	src := p.src
	if e, ok := src.(engine.Estimator); ok {
		src = e.Sample(pat)
	}
	cur := src.Scan(pat, o)
	var buf [maxRead]store.Quad
	k := cur.Next(buf[:])
	if k == 0 {
		return math.Pow(p.total(pat), 0.3)
	}
	first := buf[0][pos]
	if k < maxRead { // that is nearly all
		d := 1.0
		for i := range buf[1:k] {
			if buf[i+1][pos] != buf[i][pos] {
				d++
			}
		}
		return float64(k) / d
	}
	at := func(cur engine.Cursor, v store.ID) (store.ID, bool) {
		next := store.Quad(pat)
		next[pos] = v
		for _, i := range Sequences[o][lead+1:] {
			next[i] = 0
		}
		cur.Seek(next)
		if cur.Next(buf[:1]) == 0 {
			return 0, false
		}
		return buf[0][pos], true
	}
	// The last value, roughly: leap until there is nothing, then halve.
	low, high := buf[k-1][pos], store.ID(0)
	for step := uint64(16); high == 0; step *= 8 {
		v := min(uint64(low)+step, math.MaxUint32)
		if got, ok := at(cur, store.ID(v)); ok && v < math.MaxUint32 {
			low = got
		} else {
			high = store.ID(v)
		}
	}
	for range 3 {
		mid := low + (high-low)/2
		if got, ok := at(src.Scan(pat, o), mid); ok {
			low = max(mid, got)
		} else {
			high = mid
		}
		if high <= low {
			break
		}
	}
	// Where there is a gap between two values the rest is divided anew: evenly
	// apart from the start many probes would find the value behind the gap.
	sum, logs, n := 0.0, 0.0, 0.0
	cur = src.Scan(pat, o)
	next := first
	for left := store.ID(maxProbes); left > 0 && next <= low; left-- {
		v, ok := at(cur, next)
		if !ok {
			break
		}
		one := pat
		one[pos] = v
		count := math.Max(1, float64(src.Count(one)))
		sum += count
		logs += math.Log(count)
		n++
		if v >= low {
			break
		}
		next = v + max(1, (low-v)/left)
	}
	if n == 0 {
		return 1
	}
	return math.Sqrt(sum / n * math.Exp(logs/n))
}

// distinctOf estimates how many values a variable has in a leaf.
func (p *Planner) distinctOf(l *leaf, v int) float64 {
	if d, ok := l.dist[v]; ok {
		return d
	}
	d := math.Max(1, math.Pow(l.rows, 0.7))
	switch {
	case l.quads != nil:
		for i, pos := range l.quads.Pos {
			if pos.Kind == Var && pos.Slot == v {
				d = p.distinctAt(l.quads.constants(), i)
				break
			}
		}
	case l.path != nil:
		d = math.Max(1, math.Sqrt(l.rows))
	}
	d = math.Max(1, math.Min(d, l.rows))
	if l.dist == nil {
		l.dist = map[int]float64{}
	}
	l.dist[v] = d
	return d
}

// pathRows guesses how many pairs a path has, from nowhere.
func (p *Planner) pathRows(j *PathJoin) float64 {
	free := 0
	for _, pos := range []Pos{j.S, j.O} {
		if pos.Kind == Var {
			free++
		}
	}
	n := math.Max(1, p.pathEdges(j.Path))
	switch free {
	case 0:
		return 1
	case 1:
		return p.pathReach(j.Path)
	}
	n *= p.pathReach(j.Path)
	if nullable(j.Path) {
		n += p.nodes()
	}
	return n
}

// nodes guesses how many nodes there are.
func (p *Planner) nodes() float64 { return p.total(store.Pattern{}) / 4 }

// pathReach guesses how many ends a path has from one node.
func (p *Planner) pathReach(path algebra.Path) float64 {
	switch path := path.(type) {
	case *algebra.PathInverse:
		return p.pathReach(path.P)
	case *algebra.PathSeq:
		return p.pathReach(path.L) * p.pathReach(path.R)
	case *algebra.PathAlt:
		return p.pathReach(path.L) + p.pathReach(path.R)
	case *algebra.PathRepeat:
		one := p.pathReach(path.P)
		if path.Max >= 0 {
			return 1 + one*float64(min(path.Max, 4))
		}
		return math.Max(4, math.Min(math.Sqrt(p.pathEdges(path.P)), 64))
	}
	return 1.5
}

// pathAlone is the cost of all pairs of a path.
func (p *Planner) pathAlone(j *PathJoin, rows float64) float64 {
	cost := costOpen + rows*costRow
	if j.S.Kind != Var || j.O.Kind != Var {
		return cost + rows*costProbe
	}
	if r, ok := j.Path.(*algebra.PathRepeat); ok && r.Max < 0 && r.Min <= 1 {
		if r.Min == 0 {
			cost += p.nodes() * costProbe
		}
		return cost + p.pathEdges(r.P)*costProbe/2
	}
	return cost + p.nodes()*costProbe*(1+p.pathReach(j.Path))
}

// pathEdges returns how many edges the predicates of a path have.
func (p *Planner) pathEdges(path algebra.Path) float64 {
	switch path := path.(type) {
	case *algebra.PathLink:
		if id, ok := p.src.Lookup(path.IRI); ok {
			return p.total(store.Pattern{store.P: id})
		}
		return 0
	case *algebra.PathInverse:
		return p.pathEdges(path.P)
	case *algebra.PathSeq:
		return math.Max(p.pathEdges(path.L), p.pathEdges(path.R))
	case *algebra.PathAlt:
		return p.pathEdges(path.L) + p.pathEdges(path.R)
	case *algebra.PathRepeat:
		return p.pathEdges(path.P)
	}
	return p.total(store.Pattern{})
}

// selectivity guesses which part of the rows a condition keeps.
func selectivity(x algebra.Expr) float64 {
	if c, ok := x.(*algebra.ExprCall); ok {
		switch c.Name {
		case "=":
			return 0.05
		case "<", ">", "<=", ">=":
			return 0.35
		case "!=", "BOUND", "!":
			return 0.8
		case "CONTAINS", "REGEX", "STRSTARTS", "STRENDS", "LANGMATCHES":
			return 0.15
		case "IN":
			return math.Min(0.5, 0.05*float64(len(c.Args)-1))
		}
	}
	return 0.5
}

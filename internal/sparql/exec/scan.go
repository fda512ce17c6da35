package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// quadTest is what a quad must pass beyond the pattern of the scan.
type quadTest struct {
	same   [][2]int // positions of one variable
	graphs plan.GraphSet
	merged []store.ID
	named  func(store.ID) bool
	dedup  bool
	any    bool // there is something to test
	last   [3]store.ID
}

func newQuadTest(ex *executor, q *plan.Quads) quadTest {
	t := quadTest{graphs: q.Graphs, dedup: q.Dedup}
	if t.graphs == plan.NamedGraphs {
		t.named = ex.planner.Named
	}
	if t.graphs == plan.MergedGraphs {
		t.merged = ex.planner.Merged()
	}
	for i, p := range q.Pos {
		for j := range i {
			if p.Kind == plan.Var && q.Pos[j].Kind == plan.Var && q.Pos[j].Slot == p.Slot {
				t.same = append(t.same, [2]int{j, i})
			}
		}
	}
	t.any = t.graphs != plan.AllGraphs || t.dedup || len(t.same) > 0
	return t
}

func (t *quadTest) restart() { t.last = [3]store.ID{} }

// fits tests all but whether the quad is a copy of the last.
func (t *quadTest) fits(q *store.Quad) bool {
	switch t.graphs {
	case plan.NamedGraphs:
		if !t.named(q[store.G]) {
			return false
		}
	case plan.MergedGraphs:
		if !slices.Contains(t.merged, q[store.G]) {
			return false
		}
	}
	for _, s := range t.same {
		if q[s[0]] != q[s[1]] {
			return false
		}
	}
	return true
}

func (t *quadTest) pass(q *store.Quad) bool {
	if !t.fits(q) {
		return false
	}
	if t.dedup {
		c := [3]store.ID{q[store.S], q[store.P], q[store.O]}
		if c == t.last {
			return false
		}
		t.last = c
	}
	return true
}

// patterns returns what q scans for under a frame: one pattern, none if
// nothing can match, several for the spellings of a language tag.
func (ex *executor) patterns(q *plan.Quads, f *frame) []store.Pattern {
	var p store.Pattern
	for i, pos := range q.Pos {
		switch pos.Kind {
		case plan.Const:
			p[i] = pos.ID
		case plan.Param:
			v := f.at(pos.Slot)
			if i == store.G {
				g, ok := ex.graphNamed(v)
				if !ok {
					return nil
				}
				p[i] = g
				continue
			}
			p[i] = store.ID(v)
		}
		if kindOf(uint32(p[i])) >= inlineKind && !(q.Spell && i == store.O) {
			return nil
		}
	}
	if q.OneOf != nil {
		one := *q
		one.OneOf = nil
		var out []store.Pattern
		for _, id := range q.OneOf {
			one.Pos[store.P].ID = id
			out = append(out, ex.patterns(&one, f)...)
		}
		return out
	}
	if q.Spell {
		if t := ex.term(uint32(p[store.O])); t.Kind == term.Lang {
			var out []store.Pattern
			for _, id := range ex.spellings(t) {
				p[store.O] = id
				out = append(out, p)
			}
			return out
		}
		if kindOf(uint32(p[store.O])) >= inlineKind {
			return nil
		}
	}
	return []store.Pattern{p}
}

// scanOp reads an index.
type scanOp struct {
	output
	ex    *executor
	node  *plan.Scan
	test  quadTest
	pos   []int // the position of each column
	todo  []store.Pattern
	pat   store.Pattern
	cur   engine.Cursor
	buf   []store.Quad
	got   []store.Quad
	lead  int // how many positions of the index the skip keeps
	seekP int // the position by which rows are sorted, -1: none
	plain bool

	byCol   bool // rows are read by column, if the cursor can
	colCur  engine.ColumnCursor
	dst     [4][]uint32
	scratch [4][]uint32 // what is read only to be compared
	out     [4]int      // the column of a position, -1: scratch, -2: not read
	lastCol [4]uint32   // the last row, for copies
	some    bool
	runs    []int // of rows that are the same in these positions the first counts
}

// skipRows is how many quads of one value are read rather than jumped over.
const skipRows = 24

// dense reports whether a skip has so few quads to jump over that reading all
// is faster.
func (s *scanOp) dense() bool {
	return len(s.todo) == 1 && float64(s.ex.src.Count(s.todo[0])) < skipRows*s.node.Rows
}

func newScan(ex *executor, n *plan.Scan, f *frame) *scanOp {
	s := &scanOp{ex: ex, node: n, test: newQuadTest(ex, &n.Quads), todo: ex.patterns(&n.Quads, f), lead: n.Skip, seekP: -1}
	s.init(len(n.Vars))
	s.pos = positionsOf(&n.Quads, n.Vars)
	if len(n.Order) > 0 && len(s.todo) == 1 {
		s.seekP = s.pos[columnOf(n.Vars, n.Order[0])]
	}
	s.plain = !s.test.any && s.lead == 0
	s.columns()
	return s
}

// columns finds out whether rows can be read by column, and which.
func (s *scanOp) columns() {
	q := &s.node.Quads
	if s.lead > 0 && !s.dense() || len(s.test.same) > 0 || s.test.graphs == plan.MergedGraphs ||
		(s.test.graphs == plan.NamedGraphs && !s.ex.planner.AllNamed()) {
		return
	}
	s.byCol = true
	for i := range s.out {
		s.out[i] = -2
		if q.Pos[i].Kind == plan.Var || q.Pos[i].Kind == plan.Free {
			if (i == store.G && s.test.graphs == plan.NamedGraphs) || (i != store.G && s.test.dedup && s.lead == 0) {
				s.out[i] = -1
			}
		}
	}
	for _, p := range plan.Sequences[s.node.Index][:s.lead] {
		if k := q.Pos[p].Kind; k == plan.Var || k == plan.Free {
			s.out[p], s.runs = -1, append(s.runs, p)
		}
	}
	if s.lead == 0 && s.test.dedup {
		s.runs = []int{store.S, store.P, store.O}
	}
	for c, p := range s.pos {
		s.out[p] = c
	}
	if len(s.pos) == 0 && s.out == [4]int{-2, -2, -2, -2} {
		s.byCol = false // there is nothing to count rows by
	}
}

// fillColumns reads rows by column into the room that is left; ok is false
// if the cursor cannot.
func (s *scanOp) fillColumns() (n int, ok bool) {
	if s.colCur == nil {
		if s.colCur, ok = s.cur.(engine.ColumnCursor); !ok {
			return 0, false
		}
		s.some = false
	}
	room := s.max - s.n
	for i, c := range s.out {
		switch {
		case c >= 0:
			s.dst[i] = s.cols[c][s.n:s.max]
		case c == -1:
			if len(s.scratch[i]) < room {
				s.scratch[i] = make([]uint32, batchRows)
			}
			s.dst[i] = s.scratch[i][:room]
		}
	}
	if n, ok = s.colCur.NextColumns(&s.dst); n == 0 || !ok {
		return n, ok
	}
	kept := n
	if s.test.graphs == plan.NamedGraphs {
		kept = s.labelled(n)
	}
	if len(s.runs) > 0 {
		kept = s.dropCopies(kept)
	}
	s.n += kept
	return n, true
}

// labelled keeps the rows that have a label.
func (s *scanOp) labelled(n int) int {
	g, k := s.dst[store.G], 0
	for i := range n {
		if g[i] == uint32(store.Unlabelled) {
			continue
		}
		if k < i {
			for p := range s.dst {
				if s.dst[p] != nil {
					s.dst[p][k] = s.dst[p][i]
				}
			}
		}
		k++
	}
	return k
}

// dropCopies removes the rows that are in the positions of runs what the row
// before them is.
func (s *scanOp) dropCopies(n int) int {
	var cols [4][]uint32
	var at [4]int
	v := 0
	for _, p := range s.runs {
		if s.dst[p] != nil {
			cols[v], at[v] = s.dst[p][:n], p
			v++
		}
	}
	k, i := 0, 0
	if n > 0 && v >= 2 { // copies are rare
		a, b, c := cols[v-2], cols[v-1], cols[0] // the last two vary most
		if !s.some || a[0] != s.lastCol[at[v-2]] || b[0] != s.lastCol[at[v-1]] || c[0] != s.lastCol[at[0]] {
			for i = 1; i < n; i++ {
				if a[i] == a[i-1] && b[i] == b[i-1] && c[i] == c[i-1] {
					break
				}
			}
			for x := range v {
				s.lastCol[at[x]] = cols[x][i-1]
			}
			s.some, k = true, i
		}
	}
	for ; i < n; i++ {
		same := s.some
		for c := range v {
			same = same && cols[c][i] == s.lastCol[at[c]]
		}
		if same {
			continue
		}
		for c := range v {
			s.lastCol[at[c]] = cols[c][i]
		}
		s.some = true
		for p := range s.dst {
			if s.dst[p] != nil {
				s.dst[p][k] = s.dst[p][i]
			}
		}
		k++
	}
	return k
}

// positionsOf returns the first position of each variable, -1 if it has none.
func positionsOf(q *plan.Quads, vars []int) []int {
	out := make([]int, len(vars))
	for i, v := range vars {
		out[i] = -1
		for k, p := range q.Pos {
			if p.Kind == plan.Var && p.Slot == v {
				out[i] = k
				break
			}
		}
	}
	return out
}

// fill reads more quads; false at the end.
func (s *scanOp) fill() (bool, error) {
	for {
		if s.cur == nil {
			if len(s.todo) == 0 {
				return false, nil
			}
			s.pat, s.todo = s.todo[0], s.todo[1:]
			s.cur = s.ex.src.Scan(s.pat, s.node.Index)
			s.test.restart()
		}
		if s.byCol {
			n, ok := s.fillColumns()
			if n > 0 {
				return true, s.ex.step(n)
			}
			if ok {
				if err := s.cur.Err(); err != nil {
					return false, err
				}
				s.cur, s.colCur = nil, nil
				continue
			}
			s.byCol = false
		}
		size := 32
		if s.lead == 0 {
			size = min(256, max(32, 4*len(s.buf)))
		}
		if len(s.buf) != size {
			s.buf = make([]store.Quad, size)
		}
		k := s.cur.Next(s.buf)
		if k > 0 {
			s.got = s.buf[:k]
			return true, s.ex.step(k)
		}
		if err := s.cur.Err(); err != nil {
			return false, err
		}
		s.cur = nil
	}
}

func (s *scanOp) next() (*batch, error) {
	s.reset()
	for s.n < s.max {
		if len(s.got) == 0 {
			more, err := s.fill()
			if err != nil {
				return nil, err
			}
			if !more {
				break
			}
			if s.byCol {
				if s.n > s.max-s.max/8 { // a lens left some out: not worth another read
					break
				}
				continue
			}
		}
		k := min(len(s.got), s.max-s.n)
		if s.plain {
			for c, p := range s.pos {
				col := s.cols[c][s.n : s.n+k]
				for i := range col {
					col[i] = uint32(s.got[i][p])
				}
			}
			s.n += k
			s.got = s.got[k:]
			continue
		}
		if s.lead > 0 {
			s.one()
			continue
		}
		for i := range s.got[:k] {
			q := &s.got[i]
			if s.test.pass(q) {
				s.emit(q)
			}
		}
		s.got = s.got[k:]
	}
	return s.done(s.ex)
}

func (s *scanOp) emit(q *store.Quad) {
	for c, p := range s.pos {
		s.cols[c][s.n] = uint32(q[p])
	}
	s.n++
}

// one emits the next quad that fits and goes on to the first with another lead.
func (s *scanOp) one() {
	q := s.got[0]
	if !s.test.fits(&q) {
		s.got = s.got[1:]
		return
	}
	s.emit(&q)
	seq := &plan.Sequences[s.node.Index]
	for i := range s.got {
		for _, p := range seq[:s.lead] {
			if s.got[i][p] != q[p] {
				s.got = s.got[i:]
				return
			}
		}
	}
	s.got = nil
	last := seq[s.lead-1]
	if q[last] == 1<<32-1 {
		return
	}
	q[last]++
	for _, p := range seq[s.lead:] {
		q[p] = 0
	}
	s.cur.Seek(q)
}

// seek moves forward to rows whose first sort column is at least v.
func (s *scanOp) seek(v uint32) {
	if s.seekP < 0 {
		return
	}
	for i := range s.got {
		if uint32(s.got[i][s.seekP]) >= v {
			s.got = s.got[i:]
			return
		}
	}
	s.got = nil
	if s.cur == nil {
		return
	}
	var q store.Quad
	for _, p := range plan.Sequences[s.node.Index] {
		if p == s.seekP {
			q[p] = store.ID(v)
			break
		}
		q[p] = s.pat[p]
	}
	s.cur.Seek(q)
}

// seeker is an operator that can skip rows before a value of the column it is
// sorted by.
type seeker interface{ seek(v uint32) }

// unitOp is one empty row, or none.
type unitOp struct {
	done bool
	out  batch
}

func (u *unitOp) next() (*batch, error) {
	if u.done {
		return nil, nil
	}
	u.done = true
	u.out.n = 1
	return &u.out, nil
}

// valuesOp is inline data.
type valuesOp struct {
	output
	ex   *executor
	rows [][]store.ID
}

func newValues(ex *executor, n *plan.Values) *valuesOp {
	v := &valuesOp{ex: ex, rows: n.Table}
	v.init(len(n.Vars))
	return v
}

func (v *valuesOp) next() (*batch, error) {
	v.reset()
	for len(v.rows) > 0 && v.n < v.max {
		for c, id := range v.rows[0] {
			v.cols[c][v.n] = uint32(id)
		}
		v.n++
		v.rows = v.rows[1:]
	}
	return v.done(v.ex)
}

// graphsOp gives each named graph.
type graphsOp struct {
	output
	ex   *executor
	ids  []store.ID
	open bool
}

func (g *graphsOp) next() (*batch, error) {
	if !g.open {
		g.open = true
		g.init(1)
		var err error
		if g.ids, err = g.ex.namedGraphs(); err != nil {
			return nil, err
		}
	}
	g.reset()
	for len(g.ids) > 0 && g.n < g.max {
		g.cols[0][g.n] = uint32(g.ids[0])
		g.n++
		g.ids = g.ids[1:]
	}
	return g.done(g.ex)
}

package ask

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/ascribe-graph/ascribe/graph"
)

// early is what the query of a note gives, which runs while the rows are made,
// and the note.
type early struct {
	asked   *asked
	note    *Note // nil if there is nothing to say
	written bool  // note is what the run itself would write
	err     error
	done    chan struct{}
}

// askAhead begins to run the queries of the template's notes. stop ends those that
// still run and waits for them.
func (r *run) askAhead() (stop func()) {
	ctx, cancel := context.WithCancel(r.ctx)
	var all sync.WaitGroup
	notes := r.t.notes
	if r.t.looked != nil {
		notes = append(notes[:len(notes):len(notes)], r.t.looked)
	}
	r.ahead = make(map[*query]*early, len(notes))
	for _, n := range notes {
		e := &early{done: make(chan struct{})}
		r.ahead[n.query] = e
		own := r.apart()
		all.Go(func() {
			defer close(e.done)
			v := r.view
			if n.query.pastStance {
				if v, e.err = everyStance(v); e.err != nil {
					return
				}
			}
			if e.asked, e.err = own.evaluate(ctx, v, n.query, own.slots, false); e.err != nil || n == own.t.looked {
				return
			}
			if v != own.view {
				own.past[own.view] = v
			}
			e.note = own.write(e.asked, n, nil)
			e.written = !own.unsettled && own.view.Lens().AsOf.IsZero()
		})
	}
	return func() {
		cancel()
		all.Wait()
	}
}

// apart returns a run of the same template that shares nothing that changes.
func (r *run) apart() *run {
	own := *r
	own.past, own.perhaps = map[*graph.View]*graph.View{}, map[*graph.View]bool{}
	own.forget()
	return &own
}

// writtenAhead returns the note that was written while the rows were made, if it
// was.
func (r *run) writtenAhead(v *graph.View, n *note) (*Note, bool) {
	e := r.ahead[n.query]
	if e == nil || v != r.view {
		return nil, false
	}
	<-e.done
	return e.note, e.written
}

// askNote returns what the query of a note gives over a view.
func (r *run) askNote(v *graph.View, q *query) (*asked, error) {
	if e := r.ahead[q]; e != nil && v == r.view {
		if q.pastStance { // its records may be past the stance too
			if _, err := r.pastStance(v); err != nil {
				return nil, err
			}
		}
		<-e.done
		return e.asked, e.err
	}
	return r.query(v, q, r.slots, false)
}

// atOnce does work for each item of a list, some at a time, and returns the error
// of the first item that has one.
func atOnce[T any](ctx context.Context, list []T, do func(context.Context, T) error) error {
	errs := make([]error, len(list))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		all.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(list); i = next.Add(1) - 1 {
				errs[i] = do(ctx, list[i])
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

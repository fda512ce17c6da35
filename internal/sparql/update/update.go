// Package update carries out SPARQL 1.1 Update
// (https://www.w3.org/TR/sparql11-update/) on a transaction of the store, by the
// formal model of its section 4.
//
// What the specification leaves to the implementation:
//
//   - A graph exists if it holds a quad; empty graphs are not recorded. So
//     CREATE changes nothing, DROP is CLEAR, and both CLEAR and DROP of a graph
//     that is not there succeed (§3.1.5, §3.2.2).
//   - CREATE of a graph that exists, and ADD, COPY or MOVE from one that does
//     not, fail, and with SILENT do nothing: a misspelt source never empties its
//     destination (§3.2.1, §3.2.3-5). From a graph to itself all three do nothing.
//   - WITH chooses the default graph of WHERE, as USING does, and leaves all named
//     graphs to GRAPH. It may name a graph that is empty.
//   - USING chooses among the graphs of the store; nothing is fetched, and a graph
//     that is not there is empty.
//   - LOAD reads what Options.Load gives it, whole or, with SILENT, not at all. A
//     document with graphs of its own (TriG, N-Quads) keeps them; INTO GRAPH
//     refuses it.
//   - A triple that RDF does not allow, and one for a graph that is no IRI, is
//     left out, in INSERT DATA as in templates (§4.2.3).
//   - Only what a request leaves changed counts: a quad that one operation
//     deletes and inserts is neither.
package update

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// Options are what an update needs beside its transaction.
type Options struct {
	// Engine evaluates WHERE, over what Source makes of a snapshot. Both are
	// required.
	Engine engine.Engine
	Source func(*store.Snapshot) engine.Source
	// UnlabelledName is an IRI that names the default graph wherever the name of
	// a graph may stand; "" gives it no name.
	UnlabelledName string
	// File is named in errors.
	File string
	// Load returns the quads of a document that LOAD names, blank nodes apart
	// from all others; nil refuses every LOAD.
	Load func(ctx context.Context, iri string) (iter.Seq2[[4]term.Term, error], error)
	// MaxSolutions bounds each WHERE as engine.Options has it; 0: its default.
	MaxSolutions int
	// MaxChanges stops an update that inserts and deletes more quads than this
	// with a *engine.LimitError; 0: no limit.
	MaxChanges int
	// Now is what NOW() returns throughout the request; zero: the time of the call.
	Now time.Time
}

// Result says what an update changed.
type Result struct {
	Inserted, Deleted int // quads
}

// An OpError is an operation that failed: of LOAD, CREATE, ADD, MOVE or COPY.
type OpError struct {
	File      string // Options.File
	Line, Col int    // where the operation begins; 1-based, Col counts runes
	Op        string // such as "LOAD <file:///x.ttl>"
	Err       error
}

func (e *OpError) Error() string {
	at := fmt.Sprintf("%d:%d", e.Line, e.Col)
	if e.File != "" {
		at = e.File + ":" + at
	}
	return fmt.Sprintf("%s: %s: %v", at, e.Op, e.Err)
}

func (e *OpError) Unwrap() error { return e.Err }

// Run carries out the operations of u in order, each on what those before it
// left. On an error tx holds a part of them and must be rolled back. The error is
// an *OpError, an *algebra.TranslateError, a *engine.LimitError, what ended ctx, or
// what the engine or the store gives.
//
// WHERE is evaluated over a snapshot and streamed; memory is that of the quads
// to insert where an operation deletes as well, of a document under LOAD SILENT,
// and of the changes themselves.
func Run(ctx context.Context, u *syntax.Update, tx *store.Tx, o Options) (Result, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	r := &run{ctx: ctx, tx: tx, opts: o}
	for _, op := range u.Ops {
		if err := r.operation(op); err != nil {
			return Result{}, err
		}
	}
	return r.result, nil
}

// run is one request under way.
type run struct {
	ctx    context.Context
	tx     *store.Tx
	opts   Options
	result Result
	steps  int

	blank  int             // the number of the last fresh blank node
	labels *store.Snapshot // in which no fresh label may be; nil: not asked yet
}

func (r *run) operation(op syntax.Operation) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	switch op := op.(type) {
	case *syntax.InsertData:
		return r.insertData(op)
	case *syntax.DeleteData:
		return r.deleteData(op)
	case *syntax.DeleteWhere:
		return r.deleteWhere(op)
	case *syntax.Modify:
		return r.modify(op)
	case *syntax.Load:
		return r.load(op)
	case *syntax.Clear:
		return r.clear(op.Target)
	case *syntax.Create:
		return r.create(op)
	case *syntax.Transfer:
		return r.transfer(op)
	}
	return fmt.Errorf("update operation of type %T", op)
}

// fail makes the error of an operation.
func (r *run) fail(at syntax.Pos, op string, err error) error {
	return &OpError{File: r.opts.File, Line: at.Line, Col: at.Col, Op: op, Err: err}
}

// quad is a quad in terms; the label of the default graph is the zero Term.
type quad = [4]term.Term

// insert adds a quad and reports whether it was new.
func (r *run) insert(q quad) (bool, error) {
	if err := r.step(); err != nil {
		return false, err
	}
	fresh, err := r.tx.Add(q)
	if fresh {
		r.result.Inserted++
	}
	return fresh, r.changed(err)
}

// remove removes a quad and reports whether it was there.
func (r *run) remove(q quad) (bool, error) {
	if err := r.step(); err != nil {
		return false, err
	}
	there, err := r.tx.Remove(q)
	if there {
		r.result.Deleted++
	}
	return there, r.changed(err)
}

func (r *run) changed(err error) error {
	if most := r.opts.MaxChanges; err == nil && most > 0 && r.result.Inserted+r.result.Deleted > most {
		return &engine.LimitError{Limit: "changes", Max: int64(most)}
	}
	return err
}

// checkEvery is how many steps pass between looks at the context.
const checkEvery = 512

func (r *run) step() error {
	if r.steps++; r.steps%checkEvery == 0 {
		return r.ctx.Err()
	}
	return nil
}

// graph returns the label of the graph that an IRI names.
func (r *run) graph(name term.Term) term.Term {
	if r.opts.UnlabelledName != "" && name == term.NewIRI(r.opts.UnlabelledName) {
		return term.Term{}
	}
	return name
}

// freshBlank returns a blank node that the graph does not have. What comes into
// the graph meanwhile has labels of another make: those of BNODE begin with
// another letter, those of LOAD with a scope.
func (r *run) freshBlank() term.Term {
	label := func(n int) term.Term { return term.NewBlank("u" + strconv.Itoa(n)) }
	taken := func(n int) bool {
		_, ok := r.labels.Lookup(label(n))
		return ok
	}
	if r.labels == nil {
		r.labels = r.tx.Snapshot()
		// Earlier requests took the first numbers: skip them by doubling.
		free := 1
		for taken(free) {
			r.blank, free = free, free*2
		}
		for free-r.blank > 1 {
			if mid := (r.blank + free) / 2; taken(mid) {
				r.blank = mid
			} else {
				free = mid
			}
		}
	}
	for r.blank++; taken(r.blank); r.blank++ {
	}
	return label(r.blank)
}

package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/sparql/update"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
)

// UpdateOptions tune one SPARQL Update; nil is the default.
type UpdateOptions struct {
	// Base resolves relative IRIs; default: none, and a relative IRI is an error.
	Base string
	// File is how errors name the request; default "".
	File string
	// NoPrefixes leaves the prefixes of the schema (asc, id, claim, act, src,
	// rdf, rdfs, xsd) undeclared.
	NoPrefixes bool
	// MaxChanges stops a request that inserts and deletes more quads than this
	// with a *LimitError; 0: no limit.
	MaxChanges int
	// Load opens the document that LOAD names; its Label is ignored, and R is
	// closed if it is an io.Closer. LoadFile is one for local files. Default:
	// every LOAD fails.
	Load func(ctx context.Context, iri string) (Document, error)
}

// MaxUpdate is the longest text of an update, in bytes.
const MaxUpdate = 64 << 20

// UpdateResult says what a request changed: how many quads are there that were
// not before, and how many are gone, counted for each of its operations.
type UpdateResult struct {
	Inserted, Deleted int
}

// UpdateError reports an operation that failed: LOAD of what cannot be read,
// CREATE of a graph that exists, ADD, COPY or MOVE from one that does not.
type UpdateError = update.OpError

// ParseUpdate checks a SPARQL Update without carrying it out. It returns a
// *SyntaxError for one that is not understood.
func ParseUpdate(text string, o *UpdateOptions) error {
	u, err := parseUpdate(text, o)
	if err != nil {
		return err
	}
	for _, op := range u.Ops {
		if m, ok := op.(*syntax.Modify); ok {
			if _, err := algebra.TranslateGroup(m.Where); err != nil {
				return placed(err, text, o)
			}
		}
	}
	return nil
}

func parseUpdate(text string, o *UpdateOptions) (*syntax.Update, error) {
	if o == nil {
		o = &UpdateOptions{}
	}
	so := &syntax.Options{Base: o.Base, File: o.File, MaxBytes: MaxUpdate}
	if !o.NoPrefixes {
		so.Prefixes = schema.Prefixes()
	}
	return syntax.ParseUpdate(text, so)
}

// placed gives an error of the translation its place in the text.
func placed(err error, text string, o *UpdateOptions) error {
	e, ok := errors.AsType[*algebra.TranslateError](err)
	if !ok {
		return err
	}
	se := &SyntaxError{Line: e.Line, Col: e.Col, Msg: e.Msg, Text: lineOf(text, e.Line)}
	if o != nil {
		se.File = o.File
	}
	return se
}

// Exec carries out a SPARQL 1.1 Update as one Update of its own: all of the
// request or, on an error, nothing. See Tx.Exec.
func (g *Graph) Exec(ctx context.Context, text string, o *UpdateOptions) (*UpdateResult, error) {
	var res *UpdateResult
	err := g.Update(ctx, func(tx *Tx) (err error) {
		res, err = tx.Exec(ctx, text, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	return res, nil
}

// Exec carries out a SPARQL 1.1 Update request
// (https://www.w3.org/TR/sparql11-update/): operations separated by ";", each on
// what those before it left, this transaction's changes included. After an
// error the transaction keeps nothing, whatever the function given to Update
// returns; only a request that was not understood leaves it usable.
//
// It works on the dataset as it is stored, no lens between: the default graph is
// the quads without a label, which GRAPH asc:unlabelled names as well, and the
// named graphs are all labels. A graph exists if it holds a quad: CREATE does
// nothing, CLEAR and DROP are the same; CREATE of a graph that exists and ADD,
// COPY or MOVE from one that does not are errors, and with SILENT do nothing.
// What is no triple of RDF 1.1 is left out. Blank nodes in data and templates
// are new ones, in a template for each solution. Nothing is ever fetched; see
// UpdateOptions.Load.
//
// It returns a *SyntaxError for a request that is not understood, an *UpdateError
// for an operation that fails, a *LimitError for one that is stopped: a request
// that runs longer than the graph's QueryTime is.
func (tx *Tx) Exec(ctx context.Context, text string, o *UpdateOptions) (*UpdateResult, error) {
	if o == nil {
		o = &UpdateOptions{}
	}
	u, err := parseUpdate(text, o)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	limit := tx.graph.opts.QueryTime
	if limit == 0 {
		limit = DefaultQueryTime
	}
	outer := ctx
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	uo := update.Options{
		Engine: exec.Eval, Source: func(s *store.Snapshot) engine.Source { return everything(s) },
		UnlabelledName: schema.Unlabelled, File: o.File, MaxChanges: o.MaxChanges, Now: began,
	}
	if o.Load != nil {
		uo.Load = func(ctx context.Context, iri string) (iter.Seq2[[4]term.Term, error], error) {
			d, err := o.Load(ctx, iri)
			if err != nil {
				return nil, err
			}
			return tx.graph.document(ctx, d), nil
		}
	}
	res, err := update.Run(ctx, u, tx.tx, uo)
	if err == nil {
		return &UpdateResult{Inserted: res.Inserted, Deleted: res.Deleted}, nil
	}
	if outer.Err() == nil && errors.Is(err, context.DeadlineExceeded) { // whoever noticed it
		err = &LimitError{Limit: "time", Max: limit.Milliseconds(), Err: err}
	}
	tx.failed = placed(err, text, o)
	return nil, tx.failed
}

// document yields the quads of a document that LOAD names, and closes it.
func (g *Graph) document(ctx context.Context, d Document) iter.Seq2[[4]term.Term, error] {
	return func(yield func([4]term.Term, error) bool) {
		if c, ok := d.R.(io.Closer); ok {
			defer c.Close()
		}
		o := &rdf.Options{File: d.Name, Base: d.Base, MaxTerm: g.opts.MaxTerm, BlankPrefix: blankScope()}
		quadsOf(ctx, d.R, d.Format, o, "")(yield)
	}
}

// LoadFile opens the file that a file: IRI names, for UpdateOptions.Load. Its
// format is what its extension says (an error wraps ErrFormat), its base the IRI.
// It must be a regular file of this machine.
func LoadFile(_ context.Context, iri string) (Document, error) {
	u, err := url.Parse(iri)
	if err != nil || !strings.EqualFold(u.Scheme, "file") || u.Host != "" && u.Host != "localhost" || u.Path == "" {
		return Document{}, fmt.Errorf("%q is no local file, want file:///… (nothing is fetched)", iri)
	}
	path := localPath(u.Path)
	format, ok := rdf.FormatOf(path)
	if !ok {
		return Document{}, fmt.Errorf("%s: %w, want .nq, .trig, .nt, .ttl or .jsonld", path, ErrFormat)
	}
	info, err := os.Stat(path)
	if err != nil {
		return Document{}, err
	}
	if !info.Mode().IsRegular() {
		return Document{}, fmt.Errorf("%s is not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return Document{}, err
	}
	return Document{R: f, Format: format, Name: path, Base: iri}, nil
}

// localPath is the path of a file: IRI as the system writes it: without the
// slash before the letter of a drive.
func localPath(path string) string {
	if len(path) > 2 && path[0] == '/' && path[2] == ':' && os.PathSeparator == '\\' {
		path = path[1:]
	}
	return path
}

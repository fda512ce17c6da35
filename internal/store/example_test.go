package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

func iri(local string) term.Term { return term.NewIRI("http://example.org/" + local) }

func ExampleStore() {
	st := store.New()
	tx := st.Begin()
	defer tx.Rollback()
	for _, q := range [][4]term.Term{
		{iri("apt31"), iri("linkedTo"), iri("mss"), iri("claim/uk")},
		{iri("apt31"), iri("linkedTo"), iri("mss"), iri("claim/eu")},
		{iri("mss"), iri("partOf"), iri("china")},
	} {
		if _, err := tx.Add(q); err != nil {
			fmt.Println(err)
			return
		}
	}
	s, err := tx.Commit()
	if err != nil {
		fmt.Println(err)
		return
	}

	linkedTo, _ := s.Lookup(iri("linkedTo"))
	p := store.Pattern{store.P: linkedTo}
	fmt.Println(s.Count(p), "of", s.Len())
	c := s.Scan(p, store.PSOG)
	buf := make([]store.Quad, 8)
	for n := c.Next(buf); n > 0; n = c.Next(buf) {
		for _, q := range buf[:n] {
			fmt.Println(s.Term(q[store.S]), s.Term(q[store.O]), s.Term(q[store.G]))
		}
	}
	fmt.Println(c.Err())
	// Output:
	// 2 of 3
	// <http://example.org/apt31> <http://example.org/mss> <http://example.org/claim/uk>
	// <http://example.org/apt31> <http://example.org/mss> <http://example.org/claim/eu>
	// <nil>
}

func ExampleBulkLoad() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "x.ascribe")

	n, err := store.BulkLoad(context.Background(), path, func(_ context.Context, add func(s, p, o, g store.Span) error) error {
		mss, partOf, china := store.SpanOf(iri("mss")), store.SpanOf(iri("partOf")), store.SpanOf(iri("china"))
		return add(mss, partOf, china, store.Span{})
	}, nil)
	fmt.Println(n, err)

	st, err := store.Open(path, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = st.Close() }()
	s, err := st.View()
	fmt.Println(s.Len(), err)
	// Output:
	// 1 <nil>
	// 1 <nil>
}

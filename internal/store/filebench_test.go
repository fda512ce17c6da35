package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

func benchFile(b *testing.B) string {
	path := filepath.Join(b.TempDir(), "x.ascribe")
	if _, err := BulkLoad(b.Context(), path, benchSource, nil); err != nil {
		b.Fatal(err)
	}
	return path
}

func benchSource(_ context.Context, add func(s, p, o, g Span) error) error {
	return benchQuadsTo(benchQuads, add)
}

func benchOpen(b *testing.B, path string, opts *Options) *Store {
	st, err := Open(path, opts)
	if err != nil {
		b.Fatal(err)
	}
	return st
}

// From quads in memory to a durable file.
func BenchmarkBulkLoad(b *testing.B) {
	path := filepath.Join(b.TempDir(), "x.ascribe")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := BulkLoad(b.Context(), path, benchSource, nil); err != nil {
			b.Fatal(err)
		}
		fi, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(fi.Size())/benchQuads, "disk-B/quad")
		if err := os.Remove(path); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(benchQuads*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}

func BenchmarkOpen(b *testing.B) {
	path := benchFile(b)
	for b.Loop() {
		if err := benchOpen(b, path, nil).Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// With 10,000 transactions in the log, and a checkpoint of them.
func BenchmarkOpenWithLog(b *testing.B) {
	path := benchFile(b)
	st := benchOpen(b, path, &Options{ManualCompaction: true})
	for i := range 1000 {
		tx := st.Begin()
		for j := range 10 {
			if _, err := tx.Add(numbered(10*i + j)); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := benchOpen(b, path, nil).Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFileLookupSP(b *testing.B) {
	st := benchOpen(b, benchFile(b), nil)
	benchLookup(b, st.Snapshot())
}

func BenchmarkFileScan(b *testing.B) {
	st := benchOpen(b, benchFile(b), nil)
	s := st.Snapshot()
	buf := make([]Quad, 1024)
	n := 0
	for b.Loop() {
		for c := s.Scan(Pattern{}, POSG); ; {
			k := c.Next(buf)
			if k == 0 {
				break
			}
			n += k
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "quads/s")
}

// A view of a store in a file: two looks at the folder.
func BenchmarkView(b *testing.B) {
	st := benchOpen(b, benchFile(b), nil)
	for b.Loop() {
		if _, err := st.View(); err != nil {
			b.Fatal(err)
		}
	}
}

// One quad, on the disk. Compare with BenchmarkBareSync.
func BenchmarkFileCommitOne(b *testing.B) {
	st := benchOpen(b, benchFile(b), &Options{ManualCompaction: true})
	i := 0
	for b.Loop() {
		tx := st.Begin()
		if _, err := tx.Add([4]term.Term{numbered(i)[S], numbered(i)[P], numbered(i)[O]}); err != nil {
			b.Fatal(err)
		}
		i++
		if _, err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

// What any commit must cost: a write of as many bytes, and a sync.
func BenchmarkBareSync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "x"))
	if err != nil {
		b.Fatal(err)
	}
	rec := make([]byte, 130)
	at := int64(0)
	for b.Loop() {
		if _, err := f.WriteAt(rec, at); err != nil {
			b.Fatal(err)
		}
		at += int64(len(rec))
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
}

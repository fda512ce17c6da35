package graph

import (
	"crypto/sha256"
	"io"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// OpenImage returns a read-only graph over the bytes of a store, such as one
// that is embedded in a program. It keeps the bytes, which must not change, and
// verifies their checksums; nothing is parsed. The errors are those of Open.
func OpenImage(image []byte, opts *Options) (*Graph, error) {
	g := New(opts)
	var err error
	if g.st, err = store.FromImage(g.opts.Name, image); err != nil {
		return nil, err
	}
	g.opts.ReadOnly = true
	return g, nil
}

// WriteImage writes the newest committed state as the bytes of a store, for
// OpenImage, or for Open if they become a file. The same quads give the same
// bytes. It holds all of them.
func (g *Graph) WriteImage(w io.Writer) error {
	s, err := g.st.View()
	if err != nil {
		return err
	}
	b, err := s.Encode([16]byte{}, digests...)
	if err != nil {
		return err
	}
	// Its name, a UUID, is of what it holds.
	sum := sha256.Sum256(b)
	id := [16]byte(sum[:])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // version 8: custom
	if b, err = s.Encode(id, digests...); err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

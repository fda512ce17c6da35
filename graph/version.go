package graph

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/cayleygraph/quad"
)

// A Version names one committed state of a graph, so that what was found in it
// can be found again.
type Version struct {
	// UUID names the graph (RFC 9562). A store has a random one in its file,
	// and another after each compaction. Any other graph's is made of its quads
	// (version 8), so that two that hold the same, with the same labels of
	// blank nodes, have the same.
	UUID string
	// Generation is Graph.Generation: with the UUID of a store it names the
	// state.
	Generation uint64
}

// Version returns the state that the view looks at, whatever its lens. It costs
// a pass over all quads where the graph is in no store, once a generation.
func (v *View) Version(ctx context.Context) (Version, error) {
	version := Version{UUID: v.state.snap.Image(), Generation: v.state.snap.Generation()}
	if version.UUID != "" {
		return version, nil
	}
	v.graph.mu.Lock()
	version.UUID = v.state.contents
	v.graph.mu.Unlock()
	if version.UUID != "" {
		return version, nil
	}
	var sum contentSum
	whole := &View{graph: v.graph, state: v.state, compiled: &compiled{lens: Everything, src: everything(v.state.snap)}}
	for q, err := range whole.stored(ctx) {
		if err != nil {
			return Version{}, err
		}
		sum.add(q)
	}
	version.UUID = sum.uuid()
	v.graph.mu.Lock()
	v.state.contents = version.UUID
	v.graph.mu.Unlock()
	return version, nil
}

// contentSum adds up the SHA-256 of each quad's N-Quads line as numbers of 256
// bits: the order in which quads come does not count.
type contentSum [4]uint64

func (c *contentSum) add(q quad.Quad) {
	h := sha256.Sum256([]byte(q.NQuad()))
	var carry uint64
	for i := range c {
		c[i], carry = bits.Add64(c[i], binary.LittleEndian.Uint64(h[8*i:]), carry)
	}
}

// uuid writes the sum as a UUID of version 8, whose bits are for the user.
func (c *contentSum) uuid() string {
	var b [32]byte
	for i, w := range c {
		binary.LittleEndian.PutUint64(b[8*i:], w)
	}
	u := sha256.Sum256(b[:])
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}

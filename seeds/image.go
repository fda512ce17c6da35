package seeds

import (
	"bytes"
	_ "embed"
	"fmt"
	"hash/crc32"
	"io/fs"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
)

// The TriG files are the source. image is the graph of all of them as it comes
// out of parsing, sorting and indexing, which takes longer than most questions;
// a test holds that it is what the files say.
//
//go:generate go test -run ^TestImage$ -count=1 . -update
var (
	//go:embed starter.ascribe
	image []byte
	//go:embed starter.sum
	imageOf string
)

// sources is what image was made of: a checksum of the seed files.
func sources() (string, error) {
	h := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	size := 0
	for _, n := range names {
		data, err := fs.ReadFile(files, File(n))
		if err != nil {
			return "", err
		}
		size += len(data)
		_, _ = h.Write(data) // never fails
	}
	return fmt.Sprintf("%08x %d", h.Sum32(), size), nil
}

// openImage returns the graph of all seeds, nil if the image is of other files
// or cannot be used on this machine: then they are parsed.
func openImage(opts *graph.Options) *graph.Graph {
	if sum, err := sources(); err != nil || sum != strings.TrimSpace(imageOf) {
		return nil
	}
	g, err := graph.OpenImage(image, opts)
	if err != nil {
		return nil
	}
	return g
}

// makeImage returns what the embedded image shall be, and of what.
func makeImage() (image []byte, sum string, err error) {
	sum, err = sources()
	if err != nil {
		return nil, "", err
	}
	g, err := parse(nil, names)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	err = g.WriteImage(&b)
	return b.Bytes(), sum, err
}

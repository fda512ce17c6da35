package importer

import "cmp"

// Limits bound what a file may cost; a zero field is its default.
type Limits struct {
	// Bytes is the size of a file after decompression; default 256 MiB.
	Bytes int64
	// Ratio is how many times its compressed size a file may unpack to, beyond
	// a first 16 MiB; default 200.
	Ratio int64
	// Files is how many files an archive may hold; default 1,000.
	Files int
	// Depth is how deep JSON may be nested; default 64.
	Depth int
	// Objects is how many objects or rows a file may hold; default 2,000,000.
	Objects int
	// Text is the longest text, in bytes; default 1 MiB.
	Text int
}

// The limits of a zero Limits.
const (
	DefaultBytes   = 256 << 20
	DefaultRatio   = 200
	DefaultFiles   = 1000
	DefaultDepth   = 64
	DefaultObjects = 2_000_000
	DefaultText    = 1 << 20

	// unpackFree is what any file may unpack to, whatever its ratio.
	unpackFree = 16 << 20
)

func (l Limits) withDefaults() Limits {
	l.Bytes = cmp.Or(l.Bytes, DefaultBytes)
	l.Ratio = cmp.Or(l.Ratio, DefaultRatio)
	l.Files = cmp.Or(l.Files, DefaultFiles)
	l.Depth = cmp.Or(l.Depth, DefaultDepth)
	l.Objects = cmp.Or(l.Objects, DefaultObjects)
	l.Text = cmp.Or(l.Text, DefaultText)
	return l
}

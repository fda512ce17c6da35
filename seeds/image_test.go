package seeds

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

var update = flag.Bool("update", false, "write the image of the seeds anew")

// The embedded image is what the seed files say, to the byte.
func TestImage(t *testing.T) {
	want, sum, err := makeImage()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		for name, data := range map[string][]byte{"starter.ascribe": want, "starter.sum": []byte(sum + "\n")} {
			if err := os.WriteFile(name, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	if sum+"\n" != imageOf || !bytes.Equal(image, want) {
		t.Fatal("the image of the seeds is of other files or of an older program: run go generate ./seeds")
	}
	read := dump(t, openImage(nil))
	if parsed, err := parse(nil, names); err != nil || !bytes.Equal(read, dump(t, parsed)) {
		t.Errorf("the image holds other quads than the files (%v)", err)
	}
}

func dump(t *testing.T, g *graph.Graph) []byte {
	t.Helper()
	defer g.Close()
	if err := g.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := g.Dump(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// An image of other files, or a damaged one, is passed over: the files count.
func TestStaleImage(t *testing.T) {
	was, wasOf := image, imageOf
	defer func() { image, imageOf = was, wasOf }()
	for _, c := range []struct {
		image []byte
		of    string
	}{{was, "none\n"}, {was[:len(was)/2], wasOf}, {nil, wasOf}} {
		image, imageOf = c.image, c.of
		if openImage(nil) != nil {
			t.Error("the image was taken")
		}
		g, err := Open()
		if err != nil {
			t.Fatal(err)
		}
		if g.Len() == 0 {
			t.Error("the graph is empty")
		}
		g.Close()
	}
}

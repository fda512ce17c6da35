package cli

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

const firstAsked = "which states were attributed without sanctions?"

// pieces keeps what was written, write by write.
type pieces struct{ list []string }

func (p *pieces) Write(b []byte) (int, error) {
	p.list = append(p.list, string(b))
	return len(b), nil
}

// The sentence of an answer is written before anything else, and once.
func TestSayFirst(t *testing.T) {
	t.Setenv("ASCRIBE_GRAPH", "seeds:founding,record-2021")
	var data strings.Builder
	if code := Main([]string{"ask", firstAsked, "--format", "json"}, nil, &data, io.Discard); code != exitDone {
		t.Fatalf("exit code %d", code)
	}
	var doc struct{ Answer string }
	if err := json.Unmarshal([]byte(data.String()), &doc); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		format string
		beside bool // it goes where notes go
		why    bool
	}{
		{format: "table"},
		{format: "markdown"},
		{format: "table", why: true},
		{format: "csv", beside: true},
		{format: "tsv", beside: true},
		{format: "ndjson", beside: true},
	} {
		var out, notes pieces
		args := []string{"ask", firstAsked, "--format", tt.format}
		if tt.why {
			args = append(args, "--why")
		}
		if code := Main(args, nil, &out, &notes); code != exitDone {
			t.Fatalf("%s: exit code %d", tt.format, code)
		}
		where := out.list
		if tt.beside {
			where = notes.list
		}
		if where[0] != doc.Answer+"\n" {
			t.Errorf("%s: first comes %q, want %q", tt.format, where[0], doc.Answer)
		}
		if n := strings.Count(strings.Join(append(out.list, notes.list...), ""), doc.Answer); n != 1 {
			t.Errorf("%s: the sentence is there %d times", tt.format, n)
		}
		if !tt.beside && !strings.HasPrefix(where[1], "\n") {
			t.Errorf("%s: no line between the sentence and %q", tt.format, where[1])
		}
	}
}

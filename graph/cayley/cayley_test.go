package cayley_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/cayley"
	cgraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
	"github.com/cayleygraph/quad"
)

// knownFailures are the tests of Cayley's suite that cannot pass, with the
// reason. One that passes fails the run.
var knownFailures = map[string]string{
	"TestCayleysSuite/paths/follows_recursive_loop": "a fault of Cayley v0.7.7: its recursive iterator, asked whether it contains a node, " +
		"answers with the tags of the node it was asked about before; its optimiser asks it so wherever sizes are exact",
}

// inChild tells the child process of which kind its graphs are.
const inChild = "ASCRIBE_CAYLEY_SUITE"

// Cayley's own suite for backends. It runs in a child process, since a failure
// inside it cannot be told from one of our own, and in the folder of Cayley's
// module, where its data is.
func TestCayleysSuite(t *testing.T) {
	if kind := os.Getenv(inChild); kind != "" {
		n := 0
		graphtest.TestAll(t, func(tb testing.TB) (cgraph.QuadStore, cgraph.Options, func()) {
			g := graph.New(nil)
			if kind == "file" {
				var err error
				n++
				if g, err = graph.Open(filepath.Join(t.TempDir(), strconv.Itoa(n)+graph.StoreExt), &graph.Options{Create: true}); err != nil {
					tb.Fatal(err)
				}
			}
			return cayley.New(g, graph.Everything), nil, func() {
				if err := errors.Join(g.Verify(context.Background()), g.Close()); err != nil {
					tb.Error(err)
				}
			}
		}, nil)
		return
	}
	for _, kind := range []string{"memory", "file"} {
		t.Run("in "+kind, func(t *testing.T) { suite(t, kind) })
	}
}

func suite(t *testing.T, kind string) {
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Fatalf("find Cayley's module: %v", err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, "-test.run=^TestCayleysSuite$", "-test.v")
	c.Dir = strings.TrimSpace(string(dir))
	c.Env = append(os.Environ(), inChild+"="+kind)
	out, _ := c.CombinedOutput() // it fails where a test does, which is read below
	passed, failed := results(string(out))
	if len(passed) < 60 {
		t.Fatalf("only %d tests of the suite passed; it was cut short:\n%s", len(passed), out)
	}
	for _, name := range failed {
		if knownFailures[name] == "" {
			t.Errorf("%s fails:\n%s", name, out)
		}
	}
	for name := range knownFailures {
		if !slices.Contains(failed, name) {
			t.Errorf("%s is listed as a known failure and passes: take it off the list", name)
		}
	}
	t.Logf("%d tests of Cayley's suite pass, %d fail as listed", len(passed), len(knownFailures))
}

var verdict = regexp.MustCompile(`(?m)^\s*--- (PASS|FAIL): (\S+)`)

// results returns the tests without subtests that passed and that failed.
func results(out string) (passed, failed []string) {
	all := verdict.FindAllStringSubmatch(out, -1)
	for _, m := range all {
		parent := slices.ContainsFunc(all, func(o []string) bool { return strings.HasPrefix(o[2], m[2]+"/") })
		switch {
		case parent:
		case m[1] == "PASS":
			passed = append(passed, m[2])
		default:
			failed = append(failed, m[2])
		}
	}
	return passed, failed
}

func TestMissingNodeIsAnUntypedNil(t *testing.T) {
	qs := cayley.New(graph.New(nil), nil)
	if r := qs.ValueOf(quad.IRI("absent")); r != nil {
		t.Errorf("ValueOf of an absent node is %#v, want nil", r)
	}
	if r := qs.QuadDirection(nil, quad.Subject); r != nil {
		t.Errorf("QuadDirection of nothing is %#v, want nil", r)
	}
	if v := qs.NameOf(nil); v != nil {
		t.Errorf("NameOf of nothing is %#v, want nil", v)
	}
}

// A failing delta leaves nothing of its transaction behind.
func TestApplyDeltasIsAllOrNothing(t *testing.T) {
	g := graph.New(nil)
	qs := cayley.New(g, nil)
	one, two := quad.MakeIRI("a", "b", "c", ""), quad.MakeIRI("a", "b", "d", "")
	if err := qs.ApplyDeltas([]cgraph.Delta{{Quad: one, Action: cgraph.Add}}, cgraph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	err := qs.ApplyDeltas([]cgraph.Delta{{Quad: two, Action: cgraph.Add}, {Quad: one, Action: cgraph.Add}}, cgraph.IgnoreOpts{})
	if !cgraph.IsQuadExist(err) {
		t.Fatalf("got %v, want a DeltaError that the quad exists", err)
	}
	if g.Len() != 1 {
		t.Errorf("the graph has %d quads after a failed transaction, want 1", g.Len())
	}
}

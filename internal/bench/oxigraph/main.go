// Command oxigraph compares the query engine with Oxigraph on random data and
// queries, and judges each difference by the recommendation: see README.md.
package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	n := flag.Int("n", 100_000, "cases")
	seed := flag.Uint64("seed", 1, "seed of the first case")
	python := flag.String("python", "python3", "a Python that has pyoxigraph")
	out := flag.String("o", "", "write each difference with its rules to this file, as JSON lines")
	flag.Parse()
	if err := run(*n, *seed, *python, *out); err != nil {
		fmt.Fprintln(os.Stderr, "oxigraph:", err)
		os.Exit(1)
	}
}

func run(n int, seed uint64, python, out string) (err error) {
	peer, err := startPeer(python)
	if err != nil {
		return err
	}
	defer peer.stop()
	log := io.Discard
	if out != "" {
		f, err := os.Create(out)
		if err != nil {
			return err
		}
		defer func() { err = cmp.Or(err, f.Close()) }()
		log = f
	}
	r := report{log: json.NewEncoder(log), byRules: map[string]int{}}
	for i := range n {
		if err := r.compare(makeCase(seed, i), peer); err != nil {
			return err
		}
		if (i+1)%10_000 == 0 {
			fmt.Fprintf(os.Stderr, "%d cases, %d differences, %d open\n", i+1, r.different, r.open)
		}
	}
	r.print(os.Stdout)
	return nil
}

// report counts what was found.
type report struct {
	log                                    *json.Encoder
	cases, agree, refused, different, open int
	byRules                                map[string]int // by the rules that explain a difference
}

// difference is a line of the log.
type difference struct {
	Case         int      `json:"case"`
	Query        string   `json:"query"`
	Data         string   `json:"data"`
	Ours, Theirs answer   // to the query
	Rules        []string `json:"rules"` // none: open
	Rewritten    string   `json:"rewritten,omitempty"`
}

// compare asks both for one case, and judges the answers if they differ.
func (r *report) compare(c testCase, peer *peer) error {
	r.cases++
	ours := c.answer(fast)
	theirs, err := peer.ask(c)
	switch {
	case err != nil:
		return err
	case ours.Err != "" && theirs.Err != "":
		r.refused++
		return nil
	case ours.equal(theirs):
		r.agree++
		return nil
	}
	r.different++
	v, err := judge(c, ours, peer)
	if err != nil {
		return err
	}
	if v == nil {
		r.open++
		v = &verdict{}
	}
	var names []string
	for _, x := range v.rules {
		names = append(names, x.name)
	}
	r.byRules[strings.Join(names, " + ")]++
	return r.log.Encode(difference{c.number, c.query.String(), c.data(), ours, theirs, names, v.rewritten})
}

func (r *report) print(w io.Writer) {
	fmt.Fprintf(w, "%d cases: %d same answers, %d refused by both, %d differences, of which %d open\n\n", r.cases, r.agree, r.refused, r.different, r.open)
	keys := slices.SortedFunc(maps.Keys(r.byRules), func(a, b string) int { return cmp.Or(r.byRules[b]-r.byRules[a], strings.Compare(a, b)) })
	for _, k := range keys {
		fmt.Fprintf(w, "%5d  %s\n", r.byRules[k], cmp.Or(k, "OPEN"))
	}
}

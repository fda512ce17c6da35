package cli

import (
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// ellipsis stands for the middle of a long handle.
const ellipsis = "…"

// shortHandle leaves out the middle of a handle that is longer than most
// columns: "misp/…/94b1a34600". findRecord understands it.
func shortHandle(handle string, most int) string {
	first, last := strings.IndexByte(handle, '/'), strings.LastIndexByte(handle, '/')
	if textWidth(handle) <= most || first < 0 || first == last {
		return handle
	}
	return handle[:first+1] + ellipsis + handle[last:]
}

// findRecord finds a record of a view by its handle, its IRI, or a handle
// without its middle; nil if there is none. It is an error if several records
// have such a handle.
func findRecord(v *graph.View, handle string) (*graph.Record, error) {
	handle = strings.Trim(handle, "<>")
	for _, iri := range schema.ExpandHandle(handle) {
		if r := v.Record(quad.IRI(iri)); r != nil {
			return r, nil
		}
	}
	head, tail, short := strings.Cut(handle, ellipsis)
	if !short {
		head, tail, short = strings.Cut(handle, "...")
	}
	if !short || head == "" || tail == "" {
		return nil, nil
	}
	var found []*graph.Record
	for _, r := range v.Records() {
		if h := r.Handle(); strings.HasPrefix(h, head) && strings.HasSuffix(h, tail) && len(h) >= len(head)+len(tail) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], nil
	}
	return nil, usagef("type more of it, for example "+found[0].Handle(), fmt.Sprintf("%q may be %d records", handle, len(found)))
}

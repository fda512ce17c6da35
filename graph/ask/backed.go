package ask

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// backed returns a line with who did not attribute an incident itself but
// supported, acknowledged or condemned: weaker words than blame, which an
// answer about blame does not count and yet must not hide. It looks past the
// stance filter of the lens and obeys its other fields.
func (r *run) backed(a *Answer) ([]Note, error) {
	incident, ok := r.slots[r.t.backing].(quad.IRI)
	if r.t.backing == "" || !ok {
		return nil, nil
	}
	past, err := r.pastStance(r.view)
	if err != nil {
		return nil, err
	}
	asserted, err := r.parties(past, incident, schema.Asserts)
	if err != nil {
		return nil, err
	}
	var parts []string
	var records []quad.IRI
	for _, w := range []struct{ stance, format string }{
		{schema.Supports, phrases[a.Lang].supported}, {schema.Acknowledges, phrases[a.Lang].acknowledged}, {schema.Condemns, phrases[a.Lang].condemned},
	} {
		said, err := r.parties(past, incident, w.stance)
		if err != nil {
			return nil, err
		}
		var names []string
		for _, s := range said {
			if w.stance != schema.Condemns && slices.ContainsFunc(asserted, func(o partyRecord) bool { return o.party == s.party }) {
				continue
			}
			name := r.label(s.party) + " (" + whenText(s.record, a.Lang) + ")"
			if !slices.Contains(names, name) {
				names, records = append(names, name), merge(records, []quad.IRI{s.record.IRI})
			}
		}
		if len(names) > 0 {
			slices.Sort(names)
			parts = append(parts, fmt.Sprintf(w.format, listed(names, a.Lang)))
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return []Note{{Name: "backed", Text: fmt.Sprintf(phrases[a.Lang].backed, strings.Join(parts, "; ")), Records: records}}, nil
}

// partyRecord is a party and a record behind which it stands.
type partyRecord struct {
	party  quad.IRI
	record *graph.Record
}

// parties returns who made claims of a stance about the maker of an incident.
func (r *run) parties(v *graph.View, incident quad.IRI, stance string) ([]partyRecord, error) {
	var out []partyRecord
	blames := map[quad.IRI]bool{} // the records that say so themselves
	say := []quad.IRI{schema.AttributedTo}
	if stance == schema.Condemns {
		say = append(say, schema.OperatesFrom)
	}
	for _, p := range say {
		for q, err := range v.Match(r.ctx, graph.Pattern{Subject: incident, Predicate: p}) {
			if err != nil {
				return nil, err
			}
			if label, ok := q.Label.(quad.IRI); ok {
				blames[label] = true
			}
		}
	}
	of := append([]quad.IRI{}, slices.Collect(maps.Keys(blames))...)
	for _, rec := range v.FindRecords(graph.RecordFilter{Stance: quad.IRI(stance), Of: of}) {
		if rec.Form == quad.IRI(schema.AnonymousSource) {
			continue
		}
		if !blames[rec.IRI] && !slices.ContainsFunc(rec.Re, func(to quad.IRI) bool { return blames[to] }) {
			continue
		}
		for _, s := range shownSpeakers(v, rec.IRI, false) {
			out = append(out, partyRecord{s.Party, rec})
		}
	}
	return out, nil
}

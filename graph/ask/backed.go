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
// answer about blame does not count and yet must not hide. Where one party's
// blame was asked for, only what it said itself. It looks past the stance filter
// of the lens and obeys its other fields.
func (r *run) backed(a *Answer) ([]Note, error) {
	incidents, err := r.backable(a)
	if err != nil || len(incidents) == 0 {
		return nil, err
	}
	past, err := r.pastStance(r.view)
	if err != nil {
		return nil, err
	}
	var lines []string
	var records []quad.IRI
	for _, incident := range incidents {
		parts, of, err := r.backers(past, incident, a.Lang)
		if err != nil {
			return nil, err
		}
		if len(parts) == 0 || r.t.backingRows == backingAll && r.t.backing == "" && len(of)+r.attributed(past, incident) < r.t.backingLeast {
			continue
		}
		line := strings.Join(parts, "; ")
		if len(incidents) > 1 {
			line = r.label(incident) + ": " + line
		}
		lines, records = append(lines, line), merge(records, of)
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return []Note{{Name: "backed", Text: fmt.Sprintf(phrases[a.Lang].backed, strings.Join(lines, "; ")), Records: records}}, nil
}

// attributed is how many parties attributed an incident.
func (r *run) attributed(v *graph.View, incident quad.IRI) int {
	said, err := r.parties(v, incident, schema.Asserts)
	if err != nil {
		return 0
	}
	seen := map[quad.IRI]bool{}
	for _, s := range said {
		seen[s.party] = true
	}
	return len(seen)
}

// backable returns the incidents whose backers an answer tells: the one that was
// named, those of the rows, or all where the rows depend on how many attributed.
func (r *run) backable(a *Answer) ([]quad.IRI, error) {
	if incident, ok := r.slots[r.t.backing].(quad.IRI); ok && r.t.backing != "" {
		return []quad.IRI{incident}, nil
	}
	var out []quad.IRI
	switch r.t.backingRows {
	case backingAll:
		past, err := r.pastStance(r.view)
		if err != nil {
			return nil, err
		}
		for q, err := range past.Match(r.ctx, graph.Pattern{Predicate: quad.IRI(schema.AttributedTo)}) {
			if err != nil {
				return nil, err
			}
			if i, ok := q.Subject.(quad.IRI); ok {
				out = merge(out, []quad.IRI{i})
			}
		}
		slices.SortFunc(out, func(a, b quad.IRI) int { return strings.Compare(r.label(a), r.label(b)) })
	case backingOfRows:
		for _, row := range a.Rows {
			if i, ok := row.keys[self].(quad.IRI); ok {
				out = append(out, i)
			}
		}
	}
	return out, nil
}

// backers says who used weaker words of an incident, and in which records.
func (r *run) backers(past *graph.View, incident quad.IRI, lang string) (parts []string, records []quad.IRI, err error) {
	asserted, err := r.parties(past, incident, schema.Asserts)
	if err != nil {
		return nil, nil, err
	}
	asked := func(party quad.IRI) bool {
		return len(r.t.backingBy) == 0 || slices.ContainsFunc(r.t.backingBy, func(slot string) bool { return r.slots[slot] == quad.Value(party) })
	}
	for _, w := range []struct{ stance, format string }{
		{schema.Supports, phrases[lang].supported}, {schema.Acknowledges, phrases[lang].acknowledged}, {schema.Condemns, phrases[lang].condemned},
	} {
		said, err := r.parties(past, incident, w.stance)
		if err != nil {
			return nil, nil, err
		}
		var names []string
		for _, s := range said {
			if !asked(s.party) || w.stance != schema.Condemns && slices.ContainsFunc(asserted, func(o partyRecord) bool { return o.party == s.party }) {
				continue
			}
			name := r.said(s.party) + " (" + whenText(s.record.When(), lang) + ")"
			if !slices.Contains(names, name) {
				names, records = append(names, name), merge(records, []quad.IRI{s.record.IRI})
			}
		}
		if len(names) > 0 {
			slices.Sort(names)
			parts = append(parts, fmt.Sprintf(w.format, listed(names, lang)))
		}
	}
	return parts, records, nil
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

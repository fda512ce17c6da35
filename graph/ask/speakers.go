package ask

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// shownSpeakers returns the parties that an answer names for a record: states
// in place of the organs that spoke for them, members in place of their
// coalition. An organization stays beside the members that it represents.
func shownSpeakers(v *graph.View, record quad.IRI, spread bool) []graph.Speaker {
	all := v.Speakers(record, spread)
	out := make([]graph.Speaker, 0, len(all))
	for _, s := range all {
		if s.Bond == graph.Represented && !spread {
			continue
		}
		replaced := slices.ContainsFunc(all, func(o graph.Speaker) bool {
			return o.Bond != graph.Represented && (o.Via == s.Party || s.Bond == graph.Direct && o.Bond == graph.SpokenFor && speaksFor(v, s.Party, o.Party))
		})
		if !replaced {
			out = append(out, s)
		}
	}
	return out
}

// speaksFor reports whether an organ speaks for a party.
func speaksFor(v *graph.View, organ, party quad.IRI) bool {
	for _, err := range v.Match(context.Background(), graph.Pattern{Subject: organ, Predicate: quad.IRI(schema.SpeaksFor), Object: party}) {
		return err == nil
	}
	return false
}

// organs are those that spoke for a party in a record, the one that is known to
// have done so first.
func (r *run) organs(v *graph.View, rec *graph.Record, s graph.Speaker) string {
	names := []string{r.label(s.Via)}
	if rec != nil {
		for _, by := range rec.By {
			if by != s.Via && by != s.Party && speaksFor(v, by, s.Party) {
				names = append(names, r.label(by))
			}
		}
	}
	return strings.Join(names, ", ")
}

// speakerMark says how a party stands behind a record, "" where its own name
// is under a first-hand one; rank orders the nearest first.
func (r *run) speakerMark(v *graph.View, record quad.IRI, s graph.Speaker) (mark string, rank int) {
	w := phrases[r.lang]
	rec := r.visible(v, record)
	relayed := ""
	if rec != nil && !rec.FirstHand() {
		relayed = r.said(rec.RelayedBy[0])
		if more := len(rec.RelayedBy) - 1; more > 0 {
			relayed += fmt.Sprintf(" +%d", more)
		}
	}
	switch {
	case rec != nil && rec.Assumed && s.Party != graph.Assumer:
		return r.label(graph.Assumer), 5
	case s.Bond == graph.Represented:
		return fmt.Sprintf(w.representedBy, r.said(s.Via)), 4
	case s.Bond == graph.NamedMember && relayed != "":
		return fmt.Sprintf(w.namedBy, relayed), 3
	case s.Bond == graph.NamedMember:
		return r.label(s.Via), 2
	case s.Bond == graph.SpokenFor && relayed != "":
		return r.organs(v, rec, s) + ", " + fmt.Sprintf(w.relayedBy, relayed), 2
	case s.Bond == graph.SpokenFor:
		return r.organs(v, rec, s), 0
	case relayed != "":
		return fmt.Sprintf(w.relayedBy, relayed), 2
	}
	return "", 0
}

// speakerValues turns records into the parties behind them, each once, with
// every organ that spoke for it, each by its nearest bond; where the party spoke
// itself first-hand, none is named. A record that v does not show is looked up
// in past. Of parties that were asked for only they count, where they speak.
func (r *run) speakerValues(v, past *graph.View, records, asked []quad.IRI) []Value {
	type way struct {
		organ quad.IRI
		mark  string
		rank  int
	}
	type ranked struct {
		Value
		records union[quad.IRI]
		rank    int
		ways    []way
	}
	best := map[quad.IRI]int{}
	var out []ranked
	for _, iri := range records {
		v, rec := v, r.visible(v, iri)
		if rec == nil {
			v, rec = past, r.visible(past, iri)
		}
		if rec == nil {
			continue
		}
		all := shownSpeakers(v, iri, false)
		is := func(s graph.Speaker) bool { return slices.Contains(asked, s.Party) || slices.Contains(asked, s.Via) }
		for _, s := range all {
			if !is(s) && slices.ContainsFunc(all, is) {
				continue
			}
			mark, rank := r.speakerMark(v, iri, s)
			i, ok := best[s.Party]
			if !ok {
				i, best[s.Party] = len(out), len(out)
				out = append(out, ranked{Value: Value{Terms: []quad.Value{s.Party}, Text: r.label(s.Party)}, rank: rank})
			}
			out[i].records.add(iri)
			out[i].rank = min(out[i].rank, rank)
			k := slices.IndexFunc(out[i].ways, func(w way) bool { return w.organ == s.Via })
			switch {
			case k < 0:
				out[i].ways = append(out[i].ways, way{s.Via, mark, rank})
			case rank < out[i].ways[k].rank:
				out[i].ways[k] = way{s.Via, mark, rank}
			}
		}
	}
	for i := range out {
		slices.SortStableFunc(out[i].ways, func(a, b way) int { return cmp.Compare(a.rank, b.rank) })
		var marks []string
		for _, w := range out[i].ways {
			if w.mark == "" {
				marks = nil
				break
			}
			if !slices.Contains(marks, w.mark) {
				marks = append(marks, w.mark)
			}
		}
		out[i].Mark = strings.Join(marks, "; ")
	}
	slices.SortStableFunc(out, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Text, b.Text))
	})
	values := make([]Value, len(out))
	for i := range out {
		values[i] = out[i].Value
		values[i].Records = out[i].records.list
	}
	return values
}

// merge appends what is new in b to a.
func merge(a, b []quad.IRI) []quad.IRI {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a[:len(a):len(a)], x)
		}
	}
	return a
}

// union is a list of things, such as records, each once, in the order in which
// they were added.
type union[T comparable] struct {
	list []T
	seen map[T]bool // of a long list
}

// longUnion is how many things are looked through one by one.
const longUnion = 8

func (u *union[T]) add(things ...T) {
	for _, x := range things {
		if u.has(x) {
			continue
		}
		u.list = append(u.list, x)
		switch {
		case u.seen != nil:
			u.seen[x] = true
		case len(u.list) > longUnion:
			u.seen = make(map[T]bool, 4*longUnion)
			for _, y := range u.list {
				u.seen[y] = true
			}
		}
	}
}

func (u *union[T]) has(x T) bool {
	if u.seen != nil {
		return u.seen[x]
	}
	return slices.Contains(u.list, x)
}

// expandSpeakers makes of each row one for each party behind its record:
// ?speaker, ?bond ("itself", "organ", "member", "represented") and ?via. A row
// that binds ?spread to false leaves out who is only represented; one that
// binds ?tier has "represented" there for them, so that they are never shown
// as what the others are.
func (r *run) expandSpeakers(v *graph.View, rows []solution, variable string) []solution {
	bonds := map[graph.Bond]string{graph.Direct: "itself", graph.SpokenFor: "organ", graph.NamedMember: "member", graph.Represented: "represented"}
	var out []solution
	for _, row := range rows {
		record, ok := row.get(variable).(quad.IRI)
		if !ok {
			continue
		}
		spread := v.Lens().Spread
		if s, ok := row.get("spread").(quad.TypedString); ok && s.Value == "false" {
			spread = false
		}
		for _, s := range shownSpeakers(v, record, spread) {
			n := row.with("speaker", s.Party).with("bond", quad.String(bonds[s.Bond]))
			if s.Via != "" {
				n = n.with("via", s.Via)
			}
			if n.get("tier") != nil && s.Bond == graph.Represented {
				n = n.with("tier", quad.String("represented"))
			}
			out = append(out, n)
		}
	}
	return out
}

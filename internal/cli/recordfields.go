package cli

import (
	"context"
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// dutchFields are the names of a record's fields in Dutch.
var dutchFields = map[string]string{
	"by": "door", "stands behind it": "staat erachter", "relayed by": "doorgegeven door", "hand": "hand", "on": "op",
	"valid from": "geldig vanaf", "valid to": "geldig tot en met", "stance": "houding", "form": "vorm", "kind": "soort",
	"likelihood in words": "waarschijnlijkheid in woorden", "scale": "schaal", "likelihood": "waarschijnlijkheid",
	"confidence": "vertrouwen", "hedged": "met voorbehoud", "about the claim": "over de bewering", "in response to": "in antwoord op",
	"supersedes": "vervangt", "legal basis": "rechtsgrond", "quote": "citaat", "source": "bron", "read at": "te lezen op", "edge": "verband",
	"follows": "daaruit volgt", "supported by": "gesteund door", "acknowledged by": "erkend door", "denied by": "ontkend door",
	"condemned by": "veroordeeld door", "retracted by": "teruggenomen door", "superseded by": "vervangen door",
	"answered by": "beantwoord door", "taken up by": "opgenomen door",
}

// A relation is a record that speaks of another, and how.
type relation struct {
	field  string
	record *graph.Record
}

// relations returns the records that support, deny, take back, replace or
// answer one, in the order of Record.Compare.
func relations(v *graph.View, r *graph.Record) []relation {
	var out []relation
	for _, other := range v.Records() {
		switch {
		case slices.Contains(other.Supersedes, r.IRI):
			out = append(out, relation{"superseded by", other})
		case slices.Contains(other.Re, r.IRI):
			field := "taken up by"
			switch other.Stance {
			case schema.Supports:
				field = "supported by"
			case schema.Acknowledges:
				field = "acknowledged by"
			case schema.Condemns:
				field = "condemned by"
			case schema.Denies:
				field = "denied by"
			case schema.Retracts:
				field = "retracted by"
			}
			out = append(out, relation{field, other})
		case slices.Contains(other.InResponseTo, r.IRI):
			out = append(out, relation{"answered by", other})
		}
	}
	return out
}

// unfolded adds what the rules of the lens derive from a record.
func (s *session) unfolded(ctx context.Context, v *graph.View, r *graph.Record, add func(string, ...string)) error {
	var derived []quad.Quad
	for q, err := range v.Match(ctx, graph.Pattern{Label: r.IRI}) {
		if err != nil {
			return err
		}
		if v.Supports(q) != nil {
			derived = append(derived, q)
		}
	}
	for _, q := range s.readable(derived) {
		add("follows", s.edgeText(v, q))
	}
	return nil
}

// leftOut says why an answer would not count a record.
func (s *session) leftOut(v *graph.View, r *graph.Record) string {
	st := v.Standing(r.IRI)
	dutch := s.flags.lang == "nl"
	switch {
	case len(st.RetractedBy) > 0 && dutch:
		return "De lens telt deze vermelding niet: teruggenomen door " + handles(st.RetractedBy) + "."
	case len(st.RetractedBy) > 0:
		return "The lens does not count this record: it was taken back by " + handles(st.RetractedBy) + "."
	case len(st.SupersededBy) > 0 && dutch:
		return "De lens telt deze vermelding niet: vervangen door " + handles(st.SupersededBy) + "."
	case len(st.SupersededBy) > 0:
		return "The lens does not count this record: it was replaced by " + handles(st.SupersededBy) + "."
	case !r.Act && !slices.Contains(graph.DefaultStances(), r.Stance) && dutch:
		return "De lens telt deze vermelding niet als feit: de houding is " + s.oneLabel(v, r.Stance) + "."
	case !r.Act && !slices.Contains(graph.DefaultStances(), r.Stance):
		return "The lens does not count this record as a fact: its stance is " + s.oneLabel(v, r.Stance) + "."
	case dutch:
		return "De lens telt deze vermelding niet."
	}
	return "The lens does not count this record."
}

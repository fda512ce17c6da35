package cli

import (
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph/dossier"
	"github.com/ascribe-graph/ascribe/schema"
)

// dossierSheet writes a dossier as rows for programs: one for each record that
// stands behind a line of it, and in JSON also as it is built.
func (s *session) dossierSheet(d *dossier.Dossier) *sheet {
	sh := &sheet{
		Head: d.Label + ": " + orDash(strings.Join(d.Kinds, ", ")) + ".", World: &d.World, Lang: d.Lang, WorldText: d.World.Describe(d.Lang),
		Columns: []string{"part", "depth", "what", "edge", "side", "by", "says", "on", "words", "record"},
	}
	var sections []any
	for i := range d.Sections {
		sec := &d.Sections[i]
		entries := make([]any, 0, len(sec.Entries))
		for j := range sec.Entries {
			e := &sec.Entries[j]
			s.dossierRows(sh, d, sec.Key, e)
			entries = append(entries, entryJSON(d, e))
		}
		sections = append(sections, map[string]any{"key": sec.Key, "title": sec.Title, "entries": entries})
	}
	if len(sh.Rows) == 0 {
		sh.Notes = append(sh.Notes, d.Lead...)
	}
	sh.Extra = map[string]any{"dossier": map[string]any{
		"thing": string(d.Thing), "handle": d.Handle(), "label": d.Label, "kinds": orNone(d.Kinds), "lang": d.Lang, "lead": d.Lead,
		"records": d.Records, "parties": d.Parties, "sources": d.Sources, "sections": orNone(sections),
	}}
	return sh
}

func (s *session) dossierRows(sh *sheet, d *dossier.Dossier, key dossier.Key, e *dossier.Entry) {
	what := e.Text
	if e.Note != "" {
		what += " (" + e.Note + ")"
	}
	row := func(l *dossier.Line, side string, v *dossier.Voice) {
		relation, by, says, on, handle := "", "", "", e.On, ""
		words := []string{}
		if l != nil {
			relation = l.Relation
		}
		if v != nil {
			by, says, on, handle, words = v.Who, v.Says, v.On, v.Record.Handle(), orNone(v.Words)
			if key == dossier.Timeline {
				on = e.On // of what happened, not of who says so
			}
		}
		sh.Rows = append(sh.Rows, []cell{
			textCell(string(key)),
			{Text: strconv.Itoa(e.Depth), JSON: e.Depth},
			textCell(what), textCell(relation), textCell(side),
			textCell(by), textCell(says), textCell(on),
			{Text: strings.Join(words, " "), JSON: words},
			textCell(handle),
		})
	}
	if len(e.Lines) == 0 {
		row(nil, "", nil)
	}
	for i := range e.Lines {
		for _, side := range e.Lines[i].Sides {
			for j := range side.Voices {
				row(&e.Lines[i], string(side.Stance), &side.Voices[j])
			}
		}
	}
}

func entryJSON(d *dossier.Dossier, e *dossier.Entry) map[string]any {
	lines := make([]any, 0, len(e.Lines))
	for i := range e.Lines {
		l := &e.Lines[i]
		line := map[string]any{"relation": l.Relation, "derived": l.Derived && l.Edge.Subject != nil}
		if l.Edge.Subject != nil {
			line["edge"] = l.Edge.NQuad()
		}
		for _, side := range l.Sides {
			voices := make([]any, 0, len(side.Voices))
			for _, v := range side.Voices {
				voice := map[string]any{
					"record": string(v.Record.IRI), "handle": v.Record.Handle(), "by": v.Who, "says": v.Says, "on": v.On, "words": orNone(v.Words),
				}
				if v.Named != "" {
					voice["named"] = v.Named
				}
				voices = append(voices, voice)
			}
			line[string(side.Stance)] = voices
		}
		lines = append(lines, line)
	}
	out := map[string]any{"text": e.Text, "depth": e.Depth, "lines": lines}
	for name, text := range map[string]string{"kind": e.Kind, "iri": string(e.Thing), "on": e.On, "note": e.Note} {
		if text != "" {
			out[name] = text
		}
	}
	if e.Thing != "" {
		out["handle"] = schema.Handle(string(e.Thing))
	}
	if e.Self {
		out["self"] = true
	}
	return out
}

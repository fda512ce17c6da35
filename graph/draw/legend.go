package draw

import "slices"

// legendRow is a row of the legend.
type legendRow []legendItem

// legendItem says what a line or a box means.
type legendItem struct {
	glyph   string // of a line; "" for a box
	st      stroke // of a line
	ink     ink
	look    look
	words   string
	sign    *sign // of a strip of time
	whisker bool
	box     bool // what is said, by its voice
	voice   voice
}

// legendWide is how many items a row of the legend holds.
const legendWide = 5

// legendOf lists what occurs in a scene, and only that.
func legendOf(s *scene, w phrases) []legendRow {
	var spoken [voices]bool
	var traced [traces]bool
	var looked [looks]bool
	relayed, denied := false, false
	for _, l := range s.lines {
		if l.part == grey {
			traced[l.trace] = traced[l.trace] || !l.denied
			denied = denied || l.denied
		} else {
			spoken[l.voice] = true
			relayed = relayed || l.relayed
		}
	}
	for _, b := range s.boxes {
		looked[b.look] = true
		if b.col == inClaims && b.look != lookMore {
			spoken[b.voice] = true
		}
	}
	var lines, boxes []legendItem
	for v, seen := range spoken {
		if seen {
			lines = append(lines, legendItem{glyph: strokes[v].glyph, st: strokes[v], ink: strokes[v].ink, words: w[voiceWords[v]]})
		}
	}
	if relayed {
		lines = append(lines, legendItem{glyph: "──◇", st: stroke{style: "solid", width: 1.4, head: relayedHead, ink: inkText}, ink: inkText, words: w["relayed"]})
	}
	for t, seen := range traced {
		if seen {
			lines = append(lines, legendItem{glyph: traceStrokes[t].glyph, st: traceStrokes[t], ink: traceStrokes[t].ink, words: w[traceWords[t]]})
		}
	}
	if denied {
		lines = append(lines, legendItem{glyph: "┈┈┤", st: stroke{style: "dotted", width: 1.1, head: "tee", ink: inkGrey}, ink: inkGrey, words: w["denied"]})
	}
	for l := range looks {
		switch l {
		case lookClaim, lookAct, lookWithheld, lookMore, lookNames, lookThing:
			continue
		}
		if looked[l] {
			boxes = append(boxes, legendItem{look: l, words: w.class(l)})
		}
	}
	var out []legendRow
	for _, items := range [][]legendItem{lines, boxes} {
		// Rows of one length, none of them much shorter than the others.
		if len(items) == 0 {
			continue
		}
		rows := (len(items) + legendWide - 1) / legendWide
		for row := range slices.Chunk(items, (len(items)+rows-1)/rows) {
			out = append(out, row)
		}
	}
	return out
}

package draw

// arrow is a line's head: a path in a space where the line comes from the left
// and ends, blunt, at 0 0, and what it points at begins at length 0.
type arrow struct {
	path   string
	length float64
	hollow bool // filled with the page
	open   bool // only lines
}

// arrows are the heads by the names that Graphviz has for them.
var arrows = map[string]arrow{
	"none":     {},
	"normal":   {path: "M0-5L11 0L0 5Z", length: 11},
	"onormal":  {path: "M0.7-4.6L10 0L0.7 4.6Z", length: 10.7, hollow: true},
	"vee":      {path: "M0 0H8M1-5L8.6 0L1 5", length: 9.4, open: true},
	"diamond":  {path: "M0 0L6.5-5L13 0L6.5 5Z", length: 13},
	"odiamond": {path: "M0.8 0L6.4-4.2L12 0L6.4 4.2Z", length: 12.8, hollow: true},
	"tee":      {path: "M0-7H3.6V7H0Z", length: 3.6},
	"teetee":   {path: "M0-7H2.4V7H0ZM2 -1H6V1H2ZM5.4-7H7.8V7H5.4Z", length: 7.8},
	"box":      {path: "M0-4H8V4H0Z", length: 8},
	"dot":      {path: "M0 0A3.8 3.8 0 0 1 7.6 0A3.8 3.8 0 0 1 0 0Z", length: 7.6},
	"odot":     {path: "M0.7 0A3.8 3.8 0 0 1 8.3 0A3.8 3.8 0 0 1 0.7 0Z", length: 9, hollow: true},
}

// drawn is the stroke and the head that a line is drawn with, the same in
// every format.
func (l *line) drawn() (st stroke) {
	st = strokes[l.voice]
	switch l.part {
	case speech:
		st.head = "none"
		if l.relayed {
			st.head = relayedHead
		}
	case grey:
		st = traceStrokes[l.trace]
		if l.denied {
			st.style, st.head = "dotted", "tee"
		}
	}
	return st
}

func dashes(st stroke) string {
	switch st.style {
	case "dashed":
		return "7 4.5"
	case "dotted":
		if st.width < 1.5 { // a dot that fine would not show
			return "1.5 3.2"
		}
		return "0.1 " + px(st.width*1.2+2.4)
	}
	return ""
}

package draw

import (
	"math"
	"strconv"
	"strings"
)

// appendf appends a format in which each % stands for one of args: text as it
// is, a length as appendNumber writes it, an ink as the place of its colour.
// Unlike package fmt it allocates nothing.
func appendf(b []byte, format string, args ...any) []byte {
	for _, arg := range args {
		before, after, _ := strings.Cut(format, "%")
		b = append(b, before...)
		format = after
		switch arg := arg.(type) {
		case string:
			b = append(b, arg...)
		case []byte:
			b = append(b, arg...)
		case float64:
			b = appendNumber(b, arg)
		case ink:
			b = append(b, '{')
			b = strconv.AppendInt(b, int64(arg), 10)
			b = append(b, '}')
		default:
			panic("draw: appendf of another type")
		}
	}
	return append(b, format...)
}

// appendInked appends style declarations with the palette's colours in the
// places of inks.
func (p *palette) appendInked(b []byte, decl string) []byte {
	for {
		before, rest, found := strings.Cut(decl, "{")
		b = append(b, before...)
		if !found {
			return b
		}
		place, after, _ := strings.Cut(rest, "}")
		i, _ := strconv.Atoi(place)
		b = append(b, p[i]...)
		decl = after
	}
}

// appendNumber appends a length to a tenth of a pixel: the same everywhere,
// whatever the last bits of the arithmetic were.
func appendNumber(b []byte, f float64) []byte {
	tenths := math.Round(f * 10)
	if !(math.Abs(tenths) < 1<<53) { // no integer, or none that is exact
		return strconv.AppendFloat(b, tenths/10, 'f', -1, 64)
	}
	n := int64(tenths)
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/10, 10)
	if n%10 != 0 {
		b = append(b, '.', '0'+byte(n%10))
	}
	return b
}

func px(f float64) string { return string(appendNumber(nil, f)) }

// xmlText writes text as the content of an element or an attribute.
func xmlText(s string, limit int) string { return htmlEscapes.Replace(clean(s, limit)) }

// appendXMLLines appends lines of text as the content of an element.
func appendXMLLines(b []byte, lines []string) []byte {
	from := len(b)
	for i, l := range lines {
		if i == maxTipLines || len(b)-from > maxTip {
			return append(b, "\n…"...)
		}
		if i > 0 {
			b = append(b, '\n')
		}
		b = append(b, xmlText(l, maxTipLine)...)
	}
	return b
}

package dossier

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/ascribe-graph/ascribe/schema"
)

// Markdown returns the dossier as a Markdown document: a section under a
// heading, an entry as a bullet, who says so below it. Texts are escaped.
func (d *Dossier) Markdown() string {
	var b strings.Builder
	w := phrasesOf([]string{d.Lang})
	fmt.Fprintf(&b, "# %s\n\n", escaped(d.Label))
	if len(d.Kinds) > 0 {
		fmt.Fprintf(&b, "*%s*\n\n", escaped(strings.Join(d.Kinds, ", ")))
	}
	for _, l := range d.Lead {
		fmt.Fprintf(&b, "%s\n\n", escaped(l))
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "## %s\n\n", escaped(s.Title))
		for i := range s.Entries {
			s.Entries[i].markdown(&b, w)
		}
		if s.Omitted > 0 {
			fmt.Fprintf(&b, "- +%d %s\n", s.Omitted, w.more)
		}
		b.WriteString("\n")
	}
	if d.lensText != "" {
		fmt.Fprintf(&b, "%s: %s.\n\n", w.lens, escaped(d.lensText))
	}
	fmt.Fprintf(&b, "%s: %s.\n", w.world, escaped(d.World.Describe(d.Lang)))
	return b.String()
}

// WriteTo writes Markdown.
func (d *Dossier) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, d.Markdown())
	return int64(n), err
}

func (e *Entry) markdown(b *strings.Builder, w *phrases) {
	lead := strings.Repeat("  ", e.Depth)
	fmt.Fprintf(b, "%s- ", lead)
	if e.On != "" {
		b.WriteString(escaped(e.On) + ": ")
	}
	text := escaped(e.Text)
	if e.Self {
		text = "**" + text + "**"
	}
	b.WriteString(text)
	if e.Kind != "" {
		fmt.Fprintf(b, " (%s)", escaped(e.Kind))
	}
	if e.Note != "" {
		b.WriteString(", " + escaped(e.Note))
	}
	b.WriteString("\n")
	for _, l := range e.Lines {
		for _, side := range l.Sides {
			for _, v := range side.Voices {
				fmt.Fprintf(b, "%s  - ", lead)
				if side.Lead != "" {
					b.WriteString(escaped(side.Lead) + ": ")
				}
				fmt.Fprintf(b, "%s, %s, %s [%s]", escaped(v.Who), escaped(v.Says), escaped(v.On), escaped(v.Record.Handle()))
				if v.Named != "" {
					fmt.Fprintf(b, ", %s %s", w.named, escaped(v.Named))
				}
				for _, words := range v.Words {
					b.WriteString(" " + escaped(words))
				}
				b.WriteString("\n")
			}
			if side.Omitted > 0 {
				fmt.Fprintf(b, "%s  - +%d %s\n", lead, side.Omitted, w.more)
			}
		}
	}
	if e.Omitted > 0 {
		fmt.Fprintf(b, "%s  - +%d %s\n", lead, e.Omitted, w.more)
	}
}

// escaped makes a text harmless in Markdown: what it or HTML reads as markup is
// escaped, control characters and line ends become spaces.
func escaped(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
	return markup.Replace(s)
}

var markup = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `&`, `\&`, `~`, `\~`, `_`, `\_`, `#`, `\#`,
)

// Handle is the short name of the dossier's thing.
func (d *Dossier) Handle() string { return schema.Handle(string(d.Thing)) }

package notebook

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// A Page is what a cell shows: a heading, a picture, a table, notes, and the
// lens and the closed world in which it holds.
type Page struct {
	head  string
	svg   string // already safe
	width int    // of the picture as it was laid out, in pixels
	table *table
	notes []string
	lens  string // "" for the default one
	world string
	err   error
}

// Table returns a page of rows of one's own under column heads; a text of
// several lines is shown as such.
func Table(head []string, rows ...[]string) *Page {
	t := &table{head: head}
	for _, texts := range rows {
		cells := make([]cell, len(head))
		for i := range min(len(head), len(texts)) {
			for line := range strings.Lines(texts[i]) {
				cells[i] = append(cells[i], part{text: strings.TrimSuffix(line, "\n")})
			}
		}
		t.add(cells...)
	}
	return &Page{table: t}
}

// Note adds a line below the page and returns the page.
func (p *Page) Note(text string) *Page {
	p.notes = append(p.notes, text)
	return p
}

// Err returns what went wrong while the page was made, nil if nothing did.
func (p *Page) Err() error { return p.err }

// MIMEBundle returns the page in the formats of Jupyter's display data, by
// media type: text/html, text/markdown (without a picture) and text/plain, and
// image/svg+xml of a page that has a picture. All are strings. The page of an
// error is one that says so.
func (p *Page) MIMEBundle() map[string]any {
	bundle := map[string]any{"text/html": p.html(), "text/markdown": p.markdown(), "text/plain": p.String()}
	if p.err == nil && p.svg != "" {
		bundle["image/svg+xml"] = p.svg
	}
	return bundle
}

// Display is what Show hands a page's MIMEBundle to where it is not nil: for
// kernels other than GoNB, and for programs that use GoNB's own package gonbui,
// since only one of the two can hold the pipe.
var Display func(bundle map[string]any) error

// Show displays the page in the notebook, or prints it as plain text where the
// program does not run in one. It shows an error and then panics with it, since
// a notebook must not go on as if a cell had worked; who would rather look at
// it asks Err first.
func (p *Page) Show() {
	err := p.display()
	if failed := errors.Join(p.err, err); failed != nil {
		panic(failed)
	}
}

func (p *Page) display() error {
	switch {
	case Display != nil:
		return Display(p.MIMEBundle())
	case os.Getenv(pipeVariable) != "":
		bundle := p.MIMEBundle()
		// Jupyter would show a bare SVG in an <img>, without its links.
		delete(bundle, "image/svg+xml")
		return kernel.send(bundle)
	}
	_, err := fmt.Println(p.String())
	return err
}

// hint is what to do about the page's error; "" if it does not say.
func (p *Page) hint() string {
	var hinted interface{ Hint() string }
	if errors.As(p.err, &hinted) {
		return hinted.Hint()
	}
	return ""
}

// footer are the lines below a page.
func (p *Page) footer() []string {
	var lines []string
	if p.lens != "" {
		lines = append(lines, "Lens: "+p.lens+".")
	}
	if p.world != "" {
		lines = append(lines, "World: "+p.world+".")
	}
	return lines
}

// String returns the page as plain text.
func (p *Page) String() string {
	if p.err != nil {
		return strings.TrimSuffix("error: "+clean(p.err.Error())+"\nhint: "+clean(p.hint()), "\nhint: ")
	}
	var parts []string
	if p.head != "" {
		parts = append(parts, clean(p.head))
	}
	if p.svg != "" {
		parts = append(parts, "[picture]")
	}
	if p.table != nil && len(p.table.rows) > 0 {
		parts = append(parts, p.table.text())
	}
	var tail []string
	for _, line := range append(append([]string(nil), p.notes...), p.footer()...) {
		tail = append(tail, clean(line))
	}
	if tail != nil {
		parts = append(parts, strings.Join(tail, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

func (p *Page) markdown() string {
	if p.err != nil {
		return "**error:** " + markdownText(p.err.Error()) + "\n\n" + markdownText(p.hint())
	}
	var parts []string
	if p.head != "" {
		parts = append(parts, markdownText(p.head))
	}
	if p.table != nil && len(p.table.rows) > 0 {
		parts = append(parts, p.table.markdown())
	}
	for _, line := range append(append([]string(nil), p.notes...), p.footer()...) {
		parts = append(parts, markdownText(line))
	}
	return strings.Join(parts, "\n\n")
}

// style makes a page fit into light and dark themes: text, lines and grounds
// are the theme's own colours, fainter.
const style = `<style>
.ascribe{font-size:14px;line-height:1.45;color:inherit;max-width:100%}
.ascribe p{margin:.5em 0;max-width:80em}
.ascribe .answer{font-size:15px}
.ascribe .table,.ascribe .picture{overflow-x:auto;margin:.6em 0}
.ascribe .picture>div{max-width:var(--full)}
.ascribe details[open]+.picture>div{min-width:var(--full)}
.ascribe details{margin:0;font-size:12.5px;opacity:.72}
.ascribe summary{cursor:pointer}
.ascribe .picture svg{display:block;width:100%;height:auto}
.ascribe table{border-collapse:collapse;border:0;margin:0!important;font-size:13px;color:inherit;background:transparent}
.ascribe table tr,.ascribe table tr:nth-child(even),.ascribe table tr:hover{background:transparent}
.ascribe table th,.ascribe table td{text-align:left!important;vertical-align:top;padding:.35em 1.1em .35em 0;border:0;border-bottom:1px solid rgba(128,128,128,.28);max-width:34em;white-space:normal;background:transparent;color:inherit}
.ascribe table thead th{font-weight:600;opacity:.7;border-bottom:1px solid rgba(128,128,128,.6);white-space:nowrap}
.ascribe table th.group{padding-top:1.1em;font-weight:600}
.ascribe table td.bare{border-bottom-color:transparent}
.ascribe .date{white-space:nowrap;font-variant-numeric:tabular-nums}
.ascribe table .number{text-align:right!important;font-variant-numeric:tabular-nums}
.ascribe code{font-size:12px;background:rgba(128,128,128,.14);color:inherit;padding:.1em .35em;border-radius:3px;white-space:nowrap}
.ascribe a{color:inherit;text-decoration:underline;text-decoration-color:rgba(128,128,128,.7);text-underline-offset:2px}
.ascribe .mark,.ascribe .note,.ascribe .world{opacity:.72}
.ascribe .note,.ascribe .world{font-size:12.5px;margin:.25em 0}
.ascribe .error{border-left:3px solid #c0392b;padding-left:.8em}
</style>`

// fitted is how wide a picture may be to be shown as it is, in pixels.
const fitted = 1000

func (p *Page) html() string {
	var b strings.Builder
	b.WriteString(`<div class="ascribe">` + style + "\n")
	if p.err != nil {
		fmt.Fprintf(&b, `<div class="error"><p>%s</p>`, htmlText(p.err.Error()))
		if hint := p.hint(); hint != "" {
			fmt.Fprintf(&b, `<p class="note">%s</p>`, htmlText(hint))
		}
		b.WriteString("</div>\n</div>")
		return b.String()
	}
	if p.head != "" {
		fmt.Fprintf(&b, "<p class=\"answer\">%s</p>\n", htmlText(p.head))
	}
	if p.svg != "" {
		// A wide picture is fitted to the page, and can be opened in full.
		if p.width > fitted {
			b.WriteString("<details><summary>full size</summary></details>\n")
		}
		fmt.Fprintf(&b, "<div class=\"picture\"><div style=\"--full:%dpx\">\n%s</div></div>\n", p.width, p.svg)
	}
	if p.table != nil && len(p.table.rows) > 0 {
		b.WriteString("<div class=\"table\">")
		p.table.html(&b)
		b.WriteString("</div>\n")
	}
	for _, n := range p.notes {
		fmt.Fprintf(&b, "<p class=\"note\">%s</p>\n", htmlText(n))
	}
	for _, line := range p.footer() {
		fmt.Fprintf(&b, "<p class=\"world\">%s</p>\n", htmlText(line))
	}
	b.WriteString("</div>")
	return b.String()
}

package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/cayleygraph/quad"
)

// pictureFormats are what a picture can be written as, with the endings of the
// files that are.
var pictureFormats = []struct {
	name    string
	endings []string
	raster  bool // made by Graphviz, and nothing for a terminal
}{
	{"dot", []string{".dot", ".gv"}, false},
	{"svg", []string{".svg"}, false},
	{"mermaid", []string{".mmd", ".mermaid"}, false},
	{"graphml", []string{".graphml"}, false},
	{"gexf", []string{".gexf"}, false},
	{"cytoscape", []string{".json", ".cyjs"}, false},
	{"png", []string{".png"}, true},
	{"pdf", []string{".pdf"}, true},
}

// layouts are the programs of Graphviz that may lay a picture out.
var layouts = []string{"dot", "sfdp", "fdp", "neato", "circo", "twopi"}

// layoutTime is how long Graphviz may take, unless --timeout says less.
const layoutTime = time.Minute

// picture says how to write a picture.
type picture struct {
	file, layout, title string
	format              string // "" for that of the file's ending
	dark, full          bool
	about               []quad.IRI
}

// pictureFormat is how a picture is written: as it says, or as the file ends,
// or in DOT.
func (s *session) pictureFormat(p picture) (string, error) {
	var names, endings []string
	for _, f := range pictureFormats {
		names, endings = append(names, f.name), append(endings, f.endings[0])
	}
	name := strings.ToLower(p.format)
	ending := strings.ToLower(filepath.Ext(p.file))
	switch {
	case name == "mmd":
		name = "mermaid"
	case name == "json":
		name = "cytoscape"
	case name != "":
	case p.file == "" || p.file == "-":
		name = "dot"
	default:
		for _, f := range pictureFormats {
			if slices.Contains(f.endings, ending) {
				name = f.name
			}
		}
		if name == "" {
			return "", usagef("end it in one of "+strings.Join(endings, ", ")+", or give --format", fmt.Sprintf("%s: no picture has the ending %q", p.file, ending))
		}
	}
	if !slices.Contains(names, name) {
		return "", usagef("there are: "+strings.Join(names, ", "), fmt.Sprintf("cannot draw in format %q", name))
	}
	raster := name == "png" || name == "pdf"
	switch {
	case p.layout != "" && !slices.Contains(layouts, p.layout):
		return "", usagef("there are: "+strings.Join(layouts, ", "), fmt.Sprintf("--layout: unknown %q", p.layout))
	case p.layout != "" && !raster && name != "svg":
		return "", usagef("it lays out svg, png and pdf", fmt.Sprintf("--layout does nothing to %s", name))
	case raster && (p.file == "" || p.file == "-") && s.terminal():
		return "", usagef("write it to a file: -o picture."+name, "a terminal cannot show "+strings.ToUpper(name))
	}
	return name, nil
}

// drawing is a picture by the formats that it can be written in.
type drawing map[string]func(io.Writer, *draw.Options) error

func subgraphDrawing(sub *graph.Subgraph) drawing {
	of := func(write func(io.Writer, *graph.Subgraph, *draw.Options) error) func(io.Writer, *draw.Options) error {
		return func(w io.Writer, o *draw.Options) error { return write(w, sub, o) }
	}
	return drawing{
		"svg": of(draw.SVG), "dot": of(draw.DOT), "mermaid": of(draw.Mermaid),
		"graphml": of(draw.GraphML), "gexf": of(draw.GEXF), "cytoscape": of(draw.CytoscapeJSON),
	}
}

func pathDrawing(sub *graph.Subgraph, chains []graph.Chain) drawing {
	d := subgraphDrawing(sub)
	d["svg"] = func(w io.Writer, o *draw.Options) error { return draw.PathsSVG(w, sub, chains, o) }
	d["dot"] = func(w io.Writer, o *draw.Options) error { return draw.Paths(w, sub, chains, o) }
	d["mermaid"] = func(w io.Writer, o *draw.Options) error { return draw.PathsMermaid(w, sub, chains, o) }
	return d
}

// draw writes a picture, which what names in messages.
func (s *session) draw(ctx context.Context, p picture, what string, d drawing) error {
	format, err := s.pictureFormat(p)
	if err != nil {
		return err
	}
	o := &draw.Options{Title: p.title, Dark: p.dark, Full: p.full, Langs: s.langs(), About: p.about, Straight: p.layout != "" && p.layout != "dot"}
	source := format
	if p.layout != "" || format == "png" || format == "pdf" {
		source = "dot"
	}
	write := d[source]
	if write == nil {
		var have []string
		for _, f := range pictureFormats {
			if d[f.name] != nil {
				have = append(have, f.name)
			}
		}
		return usagef("there are: "+strings.Join(have, ", "), fmt.Sprintf("%s cannot be drawn as %s", what, format))
	}
	if source == format {
		return s.toFile(p.file, func(w io.Writer) error { return write(w, o) })
	}
	var dot bytes.Buffer
	if err := write(&dot, o); err != nil {
		return err
	}
	made, err := s.graphviz(ctx, p.layout, format, dot.Bytes())
	if err != nil {
		return err
	}
	return s.toFile(p.file, func(w io.Writer) error { _, err := w.Write(made); return err })
}

// graphviz has a program of Graphviz lay out a picture.
func (s *session) graphviz(ctx context.Context, layout, format string, dot []byte) ([]byte, error) {
	if layout == "" {
		layout = "dot"
	}
	program, err := exec.LookPath(layout)
	if err != nil {
		return nil, &hintedError{
			fmt.Errorf("%s of Graphviz, which makes %s, is not on the PATH", layout, strings.ToUpper(format)),
			"install Graphviz (https://graphviz.org/download/), or write SVG by -o picture.svg, which needs no other program",
		}
	}
	limit := min(layoutTime, s.flags.timeout)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-T"+format)
	cmd.Stdin = bytes.NewReader(dot)
	cmd.WaitDelay = time.Second
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &msg
	err = cmd.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, &hintedError{
			fmt.Errorf("%s took longer than %s to lay the picture out", layout, limit),
			"draw fewer records by --max, or write SVG by -o picture.svg without --layout",
		}
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		text, _, _ := strings.Cut(strings.TrimSpace(msg.String()), "\n")
		return nil, fmt.Errorf("%s: %w: %.200s", layout, err, text)
	}
	return out.Bytes(), nil
}

// drawPath writes a picture of the chains between two things.
func (s *session) drawPath(ctx context.Context, v *graph.View, p picture, q graph.PathQuery, chains []graph.Chain) error {
	var records []quad.IRI
	for _, c := range chains {
		for _, hop := range c {
			records = append(records, hop.Records...)
		}
	}
	sub, err := v.Subgraph(ctx, records, &graph.SubgraphOptions{Langs: s.langs(), MaxRecords: max(1, len(records))})
	if err != nil {
		return err
	}
	p.title = v.Label(q.From, s.langs()...) + " → " + v.Label(q.To, s.langs()...)
	return s.draw(ctx, p, "a path", pathDrawing(sub, chains))
}

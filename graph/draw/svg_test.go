package draw

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func renderSVG(t testing.TB, s *graph.Subgraph, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := SVG(&b, s, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// checkSVG reads a picture as XML: no script, nothing from elsewhere, links
// to web addresses only, and every name that is used is there.
func checkSVG(t testing.TB, svg string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(svg))
	ids, used := map[string]bool{}, []string{}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		el, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch el.Name.Local {
		case "svg", "title", "desc", "style", "defs", "marker", "g", "a", "path", "rect", "ellipse", "text":
		default:
			t.Errorf("element %s", el.Name.Local)
		}
		for _, a := range el.Attr {
			switch {
			case a.Name.Local == "id":
				if ids[a.Value] {
					t.Errorf("the name %s is there twice", a.Value)
				}
				ids[a.Value] = true
			case a.Name.Local == "href":
				if link(a.Value) != a.Value || el.Name.Local != "a" {
					t.Errorf("link to %q", a.Value)
				}
			case strings.HasPrefix(a.Name.Local, "on"):
				t.Errorf("script in %s", a.Name.Local)
			case strings.HasPrefix(a.Value, "url(#"):
				used = append(used, strings.TrimSuffix(a.Value[5:], ")"))
			case strings.Contains(a.Value, "url("):
				t.Errorf("reference %q", a.Value)
			case strings.HasPrefix(a.Name.Local, "aria-"):
				used = append(used, a.Value)
			}
		}
	}
	for _, id := range used {
		if !ids[id] {
			t.Errorf("nothing is called %s", id)
		}
	}
	if strings.Contains(svg, "@import") || strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") || strings.ContainsRune(svg, 0) {
		t.Error("a picture with an import, or with a number that is none")
	}
}

func goldenFile(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs: run with -update, look at the picture and read the change\n%s", file, firstChange(string(want), got))
	}
}

func TestSVGGolden(t *testing.T) {
	for _, p := range pictures {
		t.Run(p.name, func(t *testing.T) {
			got := renderSVG(t, p.sub(), &p.opts)
			checkSVG(t, got)
			goldenFile(t, p.name+".svg", got)
			for seed := range uint64(20) {
				if again := renderSVG(t, shuffled(p.sub(), rand.New(rand.NewPCG(seed, 1))), &p.opts); again != got {
					t.Fatalf("seed %d: %s", seed, firstChange(got, again))
				}
			}
		})
	}
	for name, c := range map[string][]graph.Chain{"paths": chains(), "paths-none": nil} {
		var b bytes.Buffer
		if err := PathsSVG(&b, july(), c, &Options{Title: "From the Exchange hack to China"}); err != nil {
			t.Fatal(err)
		}
		checkSVG(t, b.String())
		goldenFile(t, name+".svg", b.String())
	}
}

func TestSVGHostileLabels(t *testing.T) {
	for _, text := range hostile {
		s, o := everywhere(text)
		svg := renderSVG(t, s, o)
		checkSVG(t, svg)
		checkLayout(t, newLayout(newScene(s, o)))
		if len(svg) > 400_000 {
			t.Errorf("%.40q: %d bytes", text, len(svg))
		}
	}
}

func TestSVGWriteError(t *testing.T) {
	if err := SVG(full{}, july(), nil); err == nil || err.Error() != "disk full" {
		t.Errorf("got %v, want the writer's error", err)
	}
}

// A picture that is not forced to be dark follows the reader's system; both
// say the same.
func TestSVGGrounds(t *testing.T) {
	both, forced := renderSVG(t, july(), nil), renderSVG(t, july(), &Options{Dark: true})
	for _, want := range []string{"prefers-color-scheme:dark", light[fillPage], dark[fillPage]} {
		if !strings.Contains(both, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(forced, "prefers-color-scheme") || strings.Contains(forced, light[fillPage]) || !strings.Contains(forced, dark[fillPage]) {
		t.Error("the dark picture is not only dark")
	}
}

// Two pictures in one page share no name.
func TestSVGNames(t *testing.T) {
	ids := regexp.MustCompile(`id="([^"]*)"`)
	a := ids.FindAllString(renderSVG(t, july(), nil), -1)
	for _, id := range ids.FindAllString(renderSVG(t, manyListed(), nil), -1) {
		if slices.Contains(a, id) {
			t.Errorf("both have %s", id)
		}
	}
}

// crowd is a subgraph with n claims of many parties about many things; a tame
// one without chains of claims that link thing to thing to thing.
func crowd(n int, tame bool, r *rand.Rand) *graph.Subgraph {
	pick := func(kind string, most int) string { return kind + itoa(r.IntN(most)) }
	parties, things := max(2, n/6), max(2, n/5)
	var nodes []graph.Node
	for i := range parties {
		nodes = append(nodes, node("p"+itoa(i), "Party "+strings.Repeat("x", r.IntN(20)), []string{schema.State, schema.Organization, schema.Company, schema.Coalition}[i%4]))
	}
	for i := range things {
		nodes = append(nodes, node("t"+itoa(i), "Thing number "+itoa(i), []string{schema.ThreatGroup, schema.Agency, schema.Person, schema.State, schema.Company}[i%5]))
	}
	for i := range max(1, n/10) {
		nodes = append(nodes, node("i"+itoa(i), "Incident "+itoa(i), schema.Incident))
	}
	preds := []string{schema.AttributedTo, schema.AttributedTo, schema.LinkedTo, schema.PartOf, schema.OperatesFrom, schema.SameAs}
	if tame {
		preds = preds[:3]
	}
	var records []graph.SubRecord
	for i := range n {
		fill := func(rec *graph.SubRecord) {
			rec.On = graph.Date{Year: 2015 + r.IntN(8)}
			rec.Stance = []quad.IRI{schema.Asserts, schema.Asserts, schema.Denies, schema.Suspects, schema.Reports}[r.IntN(5)]
		}
		p := preds[r.IntN(len(preds))]
		from := id(pick("t", things))
		if p == schema.AttributedTo {
			from = id(pick("i", max(1, n/10)))
		}
		to := r.IntN(things)
		if tame && p == schema.LinkedTo { // links of groups to states only, as in the world
			from, to = id("t"+itoa(r.IntN(things)/5*5)), min(to/5*5+3, things-1)
		}
		records = append(records, rec(claim("c"+itoa(i)), iris(pick("p", parties)), fill, [3]any{from, quad.IRI(p), id("t" + itoa(to))}))
	}
	return sub(nodes, records...)
}

// What a person expects of any picture holds for those of the tests, of
// chains, and of many made up at random.
func TestLayout(t *testing.T) {
	for _, p := range pictures {
		t.Run(p.name, func(t *testing.T) { checkLayout(t, newLayout(newScene(p.sub(), &p.opts))) })
	}
	t.Run("paths", func(t *testing.T) { checkLayout(t, newLayout(pathScene(july(), chains(), &Options{}))) })
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 2))
		l := newLayout(newScene(crowd(1+r.IntN(80), seed%2 == 0, r), &Options{Full: seed%3 == 0}))
		checkLayout(t, l)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// A summary leaves nothing out: each claim and act is in one box, and what
// they point to is still pointed to.
func TestCondense(t *testing.T) {
	for seed := range uint64(24) {
		r := rand.New(rand.NewPCG(seed, 12))
		s := crowd(1+r.IntN(240), seed%2 == 0, r)
		full, short := newScene(s, &Options{Full: true}), newScene(s, &Options{})
		records := func(sc *scene) map[quad.IRI]int {
			n := map[quad.IRI]int{}
			for _, b := range sc.boxes {
				for _, rec := range b.records {
					n[rec.IRI]++
				}
			}
			return n
		}
		if want, got := records(full), records(short); !maps.Equal(want, got) {
			t.Fatalf("seed %d: %d records in boxes, want %d", seed, len(got), len(want))
		}
		boxes := func(sc *scene, col column) int { return len(sc.in(col)) }
		if n := boxes(short, inSpeakers); n > mostSpeakers+len(speakerFrames) {
			t.Errorf("seed %d: %d speakers", seed, n)
		}
		// A party that speaks in every voice has a box for each, no more.
		if n := boxes(short, inClaims); n > max(mostClaims, (mostSpeakers+len(speakerFrames))*5) {
			t.Errorf("seed %d: %d claims", seed, n)
		}
		said := func(sc *scene) bool { return strings.Contains(strings.Join(sc.footer, " "), "Summarised") }
		if (len(short.boxes) < len(full.boxes)) != said(short) || said(full) {
			t.Errorf("seed %d: %d of %d boxes, and it says so: %v", seed, len(short.boxes), len(full.boxes), said(short))
		}
		ids := map[string]bool{}
		for _, b := range short.boxes {
			ids[b.id] = true
		}
		aimed := map[string]bool{}
		for _, l := range short.lines {
			if !ids[l.from] || !ids[l.to] {
				t.Fatalf("seed %d: a line from %s to %s", seed, l.from, l.to)
			}
			aimed[l.from] = aimed[l.from] || l.part == aim
		}
		for _, b := range short.in(inClaims) {
			if !aimed[b.id] {
				t.Errorf("seed %d: %s points nowhere", seed, b.head)
			}
		}
		for again := range uint64(3) {
			if a, b := renderSVG(t, s, nil), renderSVG(t, shuffled(s, rand.New(rand.NewPCG(again, 1))), nil); a != b {
				t.Fatalf("seed %d: %s", seed, firstChange(a, b))
			}
		}
	}
}

// checkLayout holds the laws of a layout.
func checkLayout(t *testing.T, l *layout) {
	t.Helper()
	const hair = 0.01
	var boxes []*item
	for _, b := range l.scene.boxes {
		boxes = append(boxes, l.items[b.id])
	}
	inside := func(what string, x0, y0, x1, y1 float64) {
		if x0 < -hair || y0 < -hair || x1 > l.width+hair || y1 > l.height+hair || !(x0 < x1 && y0 < y1) {
			t.Errorf("%s lies at %.1f %.1f %.1f %.1f, outside of %.1f %.1f", what, x0, y0, x1, y1, l.width, l.height)
		}
	}
	for i, a := range boxes {
		inside(a.box.id, a.x-a.w/2, a.y-a.h/2, a.x+a.w/2, a.y+a.h/2)
		for _, b := range boxes[:i] {
			if math.Abs(a.x-b.x) < (a.w+b.w)/2-hair && math.Abs(a.y-b.y) < (a.h+b.h)/2-hair {
				t.Errorf("%s and %s overlap", a.box.id, b.box.id)
			}
			if c := comparePlaces(a.box.place(), b.box.place()); c < 0 && a.x >= b.x || c > 0 && a.x <= b.x {
				t.Errorf("%s and %s are in the wrong columns", a.box.id, b.box.id)
			}
		}
		checkText(t, a)
	}
	for i, c := range l.cells {
		inside("the frame "+c.frame.id, c.x0, c.y0, c.x1, c.y1)
		if c.first == c.last && textWidth(c.title, frameSize, strong) > c.x1-c.x0-2*framePad+hair {
			t.Errorf("the heading %q is wider than its frame", c.title)
		}
		for _, d := range l.cells[:i] {
			if c.x0 < d.x1-hair && d.x0 < c.x1-hair && c.y0 < d.y1-hair && d.y0 < c.y1-hair {
				t.Errorf("the frames %s and %s overlap", c.frame.id, d.frame.id)
			}
		}
		for _, a := range boxes {
			over := a.x-a.w/2 < c.x1-hair && a.x+a.w/2 > c.x0+hair && a.y-a.h/2 < c.y1-hair && a.y+a.h/2 > c.y0+hair
			in := a.x-a.w/2 >= c.x0-hair && a.x+a.w/2 <= c.x1+hair && a.y-a.h/2 >= c.y0+20 && a.y+a.h/2 <= c.y1+hair
			if over != (a.cell == c) || a.cell == c && !in {
				t.Errorf("%s and the frame %s", a.box.id, c.frame.id)
			}
		}
	}
	for _, k := range l.links {
		checkRoute(t, l, k, boxes)
	}
}

// checkText holds the text of a box within it.
func checkText(t *testing.T, it *item) {
	t.Helper()
	y := -it.text.h / 2
	for _, line := range it.text.lines {
		mid := y + line.size*leading/2
		w := textWidth(line.text, line.size, line.face)
		room := 2 * min(it.side(mid-line.size*0.4), it.side(mid+line.size*0.4))
		if w > room-4 {
			t.Errorf("%q is %.1f wide in a box with room for %.1f", line.text, w, room)
		}
		y += line.size * leading
	}
	if it.text.h > it.h {
		t.Errorf("%s: text of %.1f in a box of %.1f", it.box.id, it.text.h, it.h)
	}
}

// checkRoute holds that a line begins and ends at the borders of its boxes and
// runs through no other.
func checkRoute(t *testing.T, l *layout, k *thread, boxes []*item) {
	t.Helper()
	r := l.route(k, 0)
	from, to := l.items[k.line.from], l.items[k.line.to]
	border := func(it *item, p point) bool {
		return math.Abs(math.Abs(p.x-it.x)-it.side(p.y-it.y)) < 0.01 && math.Abs(p.y-it.y) < it.h/2
	}
	if !border(from, r.start) || !border(to, r.last()) {
		t.Errorf("the line from %s to %s does not touch them: %v %v", k.line.from, k.line.to, r.start, r.last())
	}
	if with := l.route(k, 9); math.Abs(math.Abs(with.last().x-to.x)-to.side(with.last().y-to.y)-9) > 0.01 {
		t.Errorf("no room for the head of the line from %s to %s", k.line.from, k.line.to)
	}
	if k.loop {
		return
	}
	at := r.start
	for _, s := range r.steps {
		for i := 1; i <= 20; i++ {
			f := float64(i) / 20
			p := point{at.x + f*(s.to.x-at.x), at.y + f*(s.to.y-at.y)}
			if s.curve {
				p = bezier(at, s.c1, s.c2, s.to, f)
			}
			for _, b := range boxes {
				if b != from && b != to && math.Abs(p.x-b.x) < b.w/2 && math.Abs(p.y-b.y) < b.h/2 {
					t.Errorf("the line from %s to %s runs through %s", k.line.from, k.line.to, b.box.id)
					return
				}
			}
		}
		at = s.to
	}
}

func bezier(a, b, c, d point, f float64) point {
	g := 1 - f
	mix := func(w, x, y, z float64) float64 { return g*g*g*w + 3*g*g*f*x + 3*g*f*f*y + f*f*f*z }
	return point{mix(a.x, b.x, c.x, d.x), mix(a.y, b.y, c.y, d.y)}
}

// What a screen reader says holds every claim.
func TestSVGDescribes(t *testing.T) {
	svg := renderSVG(t, july(), &Options{Title: "T"})
	desc := svg[strings.Index(svg, "<desc"):strings.Index(svg, "</desc>")]
	for _, want := range []string{"United States: Attributes, with high confidence (19 July 2021).", "China: Denies", "World: 15 records from 3 sources"} {
		if !strings.Contains(desc, want) {
			t.Errorf("the description lacks %q", want)
		}
	}
	for _, want := range []string{`<a href="https://example.org/statement?a=1&amp;b=2">`, "“with a high degree of confidence”", "relayed by Dutch newspaper", ">No sanctions<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
}

// The table of widths is that of Arial and Helvetica: some widths as Adobe
// publishes them in the font metrics of Helvetica, in 1/1000 em.
func TestWidths(t *testing.T) {
	for _, x := range []struct {
		r             rune
		regular, bold int
	}{{' ', 278, 278}, {'A', 667, 722}, {'a', 556, 556}, {'i', 222, 278}, {'W', 944, 944}, {'m', 833, 889}, {'é', 556, 556}, {'0', 556, 556}, {'…', 1000, 1000}, {'ß', 611, 611}} {
		for f, want := range []int{x.regular, x.bold} {
			if got := int(math.Round(float64(runeWidth(x.r, face(f))) * 1000 / unitsPerEm)); got != want {
				t.Errorf("%q in face %d: %d, want %d", x.r, f, got, want)
			}
		}
	}
	for i := 1; i < len(widthRanges); i++ {
		if prev := widthRanges[i-1]; prev.first+rune(len(prev.regular)) > widthRanges[i].first {
			t.Errorf("range %d is not in order", i)
		}
	}
	for i := 1; i < len(scriptRanges); i++ {
		if prev := scriptRanges[i-1]; prev.first+rune(len(prev.regular)) > scriptRanges[i].first {
			t.Errorf("range %d of other scripts is not in order", i)
		}
	}
	first, last := scriptRanges[0].first, scriptRanges[len(scriptRanges)-1]
	if first != firstScript || last.first+rune(len(last.regular))-1 > lastScript {
		t.Errorf("other scripts begin at %U", first)
	}
	// HarfBuzz sets these words that wide, in the wider of Noto Sans and DejaVu
	// Sans: there is room for them, and not much more than that. Cyrillic is in the table of Liberation Sans.
	for _, x := range []struct {
		text string
		em   float64
	}{{"الجيش السوري", 6.38}, {"יחידה", 2.39}, {"Песочный червь", 7.63}} {
		if w := textWidth(x.text, 1, upright); w < x.em || w > 1.6*x.em {
			t.Errorf("%s is measured as %.2f em, and is %.2f", x.text, w, x.em)
		}
	}
	if w := textWidth("国家", 10, upright); w != 20 {
		t.Errorf("two ideographs are %v wide", w)
	}
	if textWidth("e\u0301", 10, upright) != textWidth("e", 10, upright) {
		t.Error("an accent takes room")
	}
}

// What clean leaves as it is, it would have written so.
func TestCleanPlain(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 13))
		var s strings.Builder
		for range r.IntN(8) {
			s.WriteRune([]rune("a b~ é\t\u202e\x7f")[r.IntN(9)])
		}
		limit := 1 + r.IntN(10)
		// A character that is dropped keeps the short way from being taken.
		if got, want := clean(s.String(), limit), clean("\u202e"+s.String(), limit); got != want {
			t.Fatalf("%q of at most %d: %q, want %q", s.String(), limit, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		var s strings.Builder
		for range r.IntN(60) {
			s.WriteRune([]rune("aW il국é\U0001f43b,-")[r.IntN(10)])
		}
		width, lines := 40+r.Float64()*100, 1+r.IntN(4)
		got := fold(s.String(), 12, strong, width, lines)
		if len(got) > lines {
			t.Fatalf("seed %d: %d lines", seed, len(got))
		}
		for _, l := range got {
			if textWidth(l, 12, strong) > width+0.001 {
				t.Fatalf("seed %d: %q is wider than %.1f", seed, l, width)
			}
		}
		if all := strings.Join(strings.Fields(s.String()), ""); !strings.HasSuffix(strings.Join(got, ""), "…") && strings.ReplaceAll(strings.Join(got, ""), " ", "") != all {
			t.Fatalf("seed %d: %q became %q", seed, s.String(), got)
		}
	}
}

// The heights are the best there are: no other that keeps the distances of a
// chain is nearer to the wishes.
func TestSettle(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 4))
		var s settling
		for i := range 1 + r.IntN(12) {
			s.add(r.Float64()*100, 0.1+r.Float64())
			if i > 0 {
				s.keep(i-1, i, r.Float64()*20)
			}
		}
		s.solve()
		cost := func(shift []float64) float64 {
			sum := 0.0
			for i, m := range s.marks {
				d := m.at + shift[i] - m.want
				sum += m.weight * d * d
			}
			return sum
		}
		zero := make([]float64, len(s.marks))
		for _, d := range s.clear {
			if s.marks[d.b].at-s.marks[d.a].at < d.gap-1e-6 {
				t.Fatalf("seed %d: too near", seed)
			}
		}
		for range 200 {
			shift := make([]float64, len(s.marks))
			for i := range shift {
				shift[i] = (r.Float64() - 0.5) * 2
			}
			ok := true
			for _, d := range s.clear {
				ok = ok && s.marks[d.b].at+shift[d.b]-s.marks[d.a].at-shift[d.a] >= d.gap
			}
			if ok && cost(shift) < cost(zero)-1e-9 {
				t.Fatalf("seed %d: there is a better way", seed)
			}
		}
	}
}

// Crossings are counted as they are: against every pair of segments.
func TestCountCrossings(t *testing.T) {
	for seed := range uint64(20) {
		l := newLayout(newScene(crowd(40, seed%2 == 0, rand.New(rand.NewPCG(seed, 6))), &Options{}))
		var all []*segment
		for _, k := range l.links {
			all = append(all, k.segments...)
		}
		want := 0
		for i, s := range all {
			for _, u := range all[:i] {
				if s.a.layer == u.a.layer && (s.a.pos-u.a.pos)*(s.b.pos-u.b.pos) < 0 {
					want += s.link.weight() * u.link.weight()
				}
			}
		}
		if got := l.countCrossings(); got != want {
			t.Errorf("seed %d: %d, want %d", seed, got, want)
		}
	}
}

func FuzzSVG(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 1000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, o := everywhere(text)
		checkSVG(t, renderSVG(t, s, o))
		checkLayout(t, newLayout(newScene(s, o)))
	})
}

func BenchmarkSVG(b *testing.B) {
	s := july()
	b.ReportAllocs()
	for b.Loop() {
		renderSVG(b, s, nil)
	}
}

// BenchmarkSVGLarge draws some 300 boxes, most of them claims: none summarised.
func BenchmarkSVGLarge(b *testing.B) {
	s := crowd(220, true, rand.New(rand.NewPCG(1, 1)))
	b.ReportAllocs()
	for b.Loop() {
		renderSVG(b, s, &Options{Full: true})
	}
	b.ReportMetric(float64(len(newScene(s, &Options{Full: true}).boxes)), "boxes")
}

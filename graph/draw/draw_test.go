package draw

import (
	"bytes"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

var update = flag.Bool("update", false, "rewrite the expected pictures")

func render(t testing.TB, s *graph.Subgraph, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := DOT(&b, s, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// layOut runs dot over some pictures; what dot says is an error.
func layOut(t testing.TB, pictures ...string) []byte {
	t.Helper()
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Log("dot of Graphviz is not installed: the pictures were only scanned")
		return nil
	}
	cmd := exec.Command(dot, "-Tsvg")
	cmd.Stdin = strings.NewReader(strings.Join(pictures, ""))
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &msg
	if err := cmd.Run(); err != nil || msg.Len() > 0 {
		t.Fatalf("dot: %v\n%s", err, msg.String())
	}
	if n := bytes.Count(out.Bytes(), []byte("</svg>")); n != len(pictures) {
		t.Fatalf("dot drew %d pictures of %d", n, len(pictures))
	}
	return out.Bytes()
}

var pictures = []struct {
	name string
	sub  func() *graph.Subgraph
	opts Options
}{
	{"july", july, Options{Title: "Microsoft Exchange, 19 July 2021", Subtitle: "Who said what about whom, drawn by the strength of the claim."}},
	{"july-dark", july, Options{Title: "Microsoft Exchange, 19 July 2021", Dark: true}},
	{"july-nl", july, Options{Title: "Microsoft Exchange, 19 juli 2021", Langs: []string{"nl"}}},
	{"empty", func() *graph.Subgraph { return &graph.Subgraph{} }, Options{}},
	{"state", func() *graph.Subgraph { return sub([]graph.Node{node("nl", "Netherlands", schema.State)}) }, Options{Title: "Netherlands"}},
	{"group", func() *graph.Subgraph {
		names := []string{"APT28", "Fancy Bear", "Sofacy", "Sednit", "Pawn Storm", "STRONTIUM", "Forest Blizzard", "Tsar Team", "Group 74", "IRON TWILIGHT"}
		g := node("apt28", "APT28", schema.ThreatGroup, names...)
		var edges [][3]any
		for _, n := range names {
			edges = append(edges, [3]any{g.IRI, quad.IRI(schema.KnownAs), quad.String(n)})
		}
		edges = append(edges, [3]any{g.IRI, partOf, id("gru")}, [3]any{id("gru"), partOf, id("russia")})
		return sub([]graph.Node{g, node("gru", "GRU", schema.Agency), node("russia", "Russia", schema.State)}, rec(claim("names"), iris("attack"), nil, edges...))
	}, Options{Title: "APT28"}},
	{"names", names, Options{Title: "Is Silver Storm Night Owl?", About: iris("fox", "owl")}},
	{"dossier", dossier, Options{Title: "APT40", About: iris("apt40")}},
	{"many", manyListed, Options{Title: "A listing of 30 persons"}},
	{"years", years, Options{Title: "Twelve years"}},
}

// names are records of who calls what how, some of it beside the point.
func names() *graph.Subgraph {
	known := quad.IRI(schema.KnownAs)
	nodes := []graph.Node{
		node("fox", "GREY FOX", schema.ThreatGroup, "Silver Storm"), node("owl", "NIGHT OWL", schema.ThreatGroup, "Linen Storm", "Silver Storm"),
		node("jar", "NIGHT JAR", schema.ThreatGroup, "Salt Storm"), node("firm", "A firm", schema.Company), node("paper", "A newspaper", schema.Company),
	}
	return sub(nodes,
		rec(claim("firm"), iris("firm"), nil,
			[3]any{id("fox"), known, quad.String("Silver Storm")}, [3]any{id("owl"), known, quad.String("Linen Storm")}, [3]any{id("jar"), known, quad.String("Salt Storm")}),
		rec(claim("paper"), iris("paper"), nil, [3]any{id("owl"), known, quad.String("Silver Storm")}),
		rec(claim("else"), iris("paper"), nil, [3]any{id("jar"), known, quad.String("Salt Storm")}))
}

// dossier is what is said of a group with more than twenty names.
func dossier() *graph.Subgraph {
	s := july()
	for i := range s.Nodes {
		if s.Nodes[i].IRI == id("apt40") {
			s.Nodes[i].Aliases = append(s.Nodes[i].Aliases, "ATK29", "G0065", "GADOLINIUM", "Gingham Typhoon", "Hellsing", "ISLANDDREAMS", "ITG09", "MUDCARP", "Nanhaishu",
				"Periscope", "Red Ladon", "Scanbox", "TA423", "TEMP.Jumper", "UNC1378", "Leviathan (Proofpoint)", "海莲", "Кит")
		}
	}
	return s
}

// manyListed is a sanction on more persons than a picture shows one by one.
func manyListed() *graph.Subgraph {
	nodes := []graph.Node{node("us", "United States", schema.State), node("hack", "A hack", schema.Incident), node("x", "Somebody else", schema.Person)}
	var edges [][3]any
	for i := range 30 {
		n := node("p"+itoa(i), "Person "+string(rune('A'+i)), schema.Person)
		nodes = append(nodes, n)
		edges = append(edges, [3]any{id("us"), quad.IRI(schema.Sanctioned), n.IRI})
	}
	return sub(nodes,
		rec(act("us-2020"), iris("us"), func(r *graph.SubRecord) {
			r.Act, r.Kind, r.On, r.InResponseTo = true, schema.Sanction, graph.Date{Year: 2020}, []quad.IRI{id("hack")}
		}, edges...),
		rec(act("us-2021"), iris("us"), func(r *graph.SubRecord) { r.Act, r.Kind, r.On = true, schema.Sanction, graph.Date{Year: 2021} }, [3]any{id("us"), quad.IRI(schema.Sanctioned), id("x")}),
	)
}

// years are more days than a picture has frames for.
func years() *graph.Subgraph {
	nodes := []graph.Node{node("co", "A company", schema.Company), node("g", "A group", schema.ThreatGroup), node("h", "An incident", schema.Incident)}
	var records []graph.SubRecord
	for i := range 24 {
		records = append(records, rec(claim("co-"+itoa(i)), iris("co"), func(r *graph.SubRecord) {
			r.On, r.Form = graph.Date{Year: 2010 + i/4, Month: 3, Day: 1 + i}, schema.TechnicalReport
		}, [3]any{id("h"), attributedTo, id("g")}))
	}
	return sub(nodes, records...)
}

func TestGolden(t *testing.T) {
	for _, p := range pictures {
		t.Run(p.name, func(t *testing.T) {
			golden(t, p.name, render(t, p.sub(), &p.opts))
		})
	}
}

// golden compares a picture with the one that a person has looked at.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if _, _, err := scanDOT(got); err != nil {
		t.Error(err)
	}
	layOut(t, got)
	file := filepath.Join("testdata", name+".dot")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
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

func firstChange(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "line " + itoa(i+1) + "\nwant " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one is longer"
}

// The order of what comes in must not show in what goes out.
func TestDeterministic(t *testing.T) {
	for _, p := range pictures {
		want := render(t, p.sub(), &p.opts)
		for seed := range uint64(100) {
			if got := render(t, shuffled(p.sub(), rand.New(rand.NewPCG(seed, 1))), &p.opts); got != want {
				t.Fatalf("%s, seed %d: %s", p.name, seed, firstChange(want, got))
			}
		}
	}
}

// DOT leaves its subgraph alone.
func TestInputUnchanged(t *testing.T) {
	s := shuffled(july(), rand.New(rand.NewPCG(7, 7)))
	before := render(t, s, nil)
	first := s.Records[0].IRI
	render(t, s, &Options{Dark: true})
	if s.Records[0].IRI != first || render(t, s, nil) != before {
		t.Error("the subgraph has changed")
	}
}

func TestSays(t *testing.T) {
	got := render(t, july(), &Options{Title: "T & <co>"})
	for _, want := range []string{
		"T &amp; &lt;co&gt;",
		"Attributes, with high confidence", // the hedge takes the room of the name
		"“Highly likely”: links APT40 to China",
		"Acknowledges 2 claims",
		"No sanctions",
		"Denies: attributes to China",
		"Indicts 4 persons",
		"Makes a demand of China",
		"Condemns: links APT40 to Ministry",
		"Reports: attributes to APT31",
		"White House", "relayed by Dutch newspaper", "uk-2021-07-19/4",
		"<B>19 July 2021</B>", "<B>July 2021</B>",
		"named members: Australia,",
		"organ of China", "officer of Hainan State Security", "also ", "began January 2021",
		"used Microsoft Exchange Server",
		`URL="https://example.org/statement?a=1&amp;b=2"`,
		"“with a high degree of confidence”",
		"+12 more records", "12 more that belong here are left out",
		"Lens: what is asserted, supported or reported",
		"World: 15 records from 3 sources",
		"arrowhead=teetee", "arrowhead=odiamond", "arrowhead=tee,", "arrowhead=odot",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
	for _, not := range []string{`"target id/hainan-ssd" -> "target id/china"`, "suspects", "retracts", `"record claim/organs"`} {
		if strings.Contains(got, not) {
			t.Errorf("the picture has %q", not)
		}
	}
}

// Whatever differs in colour differs in stroke or head as well, and so does
// what differs in kind of thing in shape or border.
func TestReadsInGrey(t *testing.T) {
	seen := map[string]voice{}
	for v := range voices {
		st := strokes[v]
		key := st.style + " " + st.head
		if other, ok := seen[key]; ok && strokes[other].width == st.width {
			t.Errorf("voices %d and %d are both %s", other, v, key)
		}
		if other, ok := seen[key]; ok && max(strokes[other].width, st.width) < 1.5*min(strokes[other].width, st.width) {
			t.Errorf("voices %d and %d differ by a hair: %s", other, v, key)
		}
		seen[key] = v
	}
	forms := map[string]look{}
	for l, sh := range shapes {
		key := sh.name + " " + sh.style + " " + itoa(sh.rims)
		if other, ok := forms[key]; ok && look(l) != lookAct && look(l) != lookThing && look(l) != lookClaim {
			t.Errorf("looks %d and %d are both %s", other, l, key)
		}
		forms[key] = look(l)
	}
}

func TestWordsComplete(t *testing.T) {
	for key := range english {
		if dutch[key] == "" {
			t.Errorf("no Dutch for %q", key)
		}
	}
	for key := range dutch {
		if english[key] == "" {
			t.Errorf("no English for %q", key)
		}
	}
	for _, keys := range [][]string{voiceWords[:], traceWords[:], lookWords[:], speakerFrames} {
		for _, key := range keys {
			if english[key] == "" {
				t.Errorf("no words for %q", key)
			}
		}
	}
	for _, k := range schema.Kinds() {
		for _, key := range []string{local(quad.IRI(k.IRI)), "no " + local(quad.IRI(k.IRI))} {
			if english[key] == "" {
				t.Errorf("no words for %q", key)
			}
		}
	}
}

// hostile are labels that would break out of a picture if they could.
var hostile = []string{
	"", " ", "\x00", "a\x00b", `"`, `\`, `\\`, `a\`, `\N \G \l \r`, `"]; evil [label="`, "<", ">", "</TABLE>", "</TD></TR></TABLE>>, shape=plain];",
	"<B>bold</B>", "&", "&amp;", "&lt;", "&#0;", "&bogus;", "-->", "]]>", "<!--", "a\nb", "a\r\nb", "\t", "\u2028", "\u202eabc\u202c", "\u2066abc", "\ufeff", "\x1b[31m", "\x7f", "\u0085",
	"\xff\xfe", "\xed\xa0\x80", "\uffff", "\ufffe", "\U000e0041", strings.Repeat("x", 100_000), strings.Repeat("long words ", 5_000), strings.Repeat("é", 3_000), "国家安全部", "Служба внешней разведки", "🐻", "%1 %2 %s", "javascript:alert(1)", "'",
}

// everywhere puts a text into every place that a label can come from.
func everywhere(text string) (*graph.Subgraph, *Options) {
	s := july()
	for i := range s.Nodes {
		s.Nodes[i].Label = text
		s.Nodes[i].Aliases = []string{text, text + "2"}
	}
	v := quad.LangString{Value: quad.String(text), Lang: "en"}
	for i := range s.Records {
		r := &s.Records[i]
		r.Quotes, r.Summary, r.LegalBasis = []quad.Value{v}, []quad.Value{v}, []quad.Value{v}
		if len(r.LikelihoodWords) > 0 {
			r.LikelihoodWords = []quad.Value{v}
		}
		r.Sources = append(r.Sources, quad.IRI(text))
		r.RelayedBy = append(r.RelayedBy, quad.IRI(text))
	}
	extra := rec(quad.IRI(text), []quad.IRI{quad.IRI(text + "party")}, nil, [3]any{quad.IRI(text + "s"), quad.IRI(text), quad.IRI(text + "o")}, [3]any{id("exchange-hack"), quad.IRI(schema.Aim), v})
	s.Records = append(s.Records, extra)
	s.Sources[quad.IRI(text)] = graph.Source{Title: text, Publisher: text, URL: text}
	s.Sources[src("gov")] = graph.Source{Title: text, URL: "https://example.org/" + text}
	s.Labels[quad.IRI(text)] = text
	s.Lens.By = []quad.IRI{quad.IRI(text)}
	return s, &Options{Title: text, Subtitle: text}
}

func TestHostileLabels(t *testing.T) {
	var all []string
	want := -1
	for _, text := range hostile {
		s, o := everywhere(text)
		got := render(t, s, o)
		nodes, _, err := scanDOT(got)
		if err != nil {
			t.Fatalf("%.40q: %v", text, err)
		}
		if want < 0 {
			want = len(nodes)
		}
		if len(nodes) != want {
			t.Errorf("%.40q: %d nodes, want %d as with any other label", text, len(nodes), want)
		}
		if strings.Contains(got, `URL="javascript`) {
			t.Errorf("%.40q became a link", text)
		}
		if len(got) > 250_000 {
			t.Errorf("%.40q: %d bytes", text, len(got))
		}
		all = append(all, got)
	}
	layOut(t, all...)
}

func TestLinks(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a?b=c&d=e": "https://example.org/a?b=c&d=e", "http://example.org": "http://example.org",
		"javascript:alert(1)": "", "data:text/html,x": "", "ftp://example.org/": "", "//example.org": "", "https:///x": "", "https://a b/": "", "https://a/\n": "", "": "", "https://e.org/" + strings.Repeat("x", 3000): "",
		`https://example.org/"onload=`: "https://example.org/%22onload=", "https://example.org/a\\b": "https://example.org/a%5Cb",
	} {
		if got := link(in); got != want {
			t.Errorf("link(%q) = %q, want %q", in, got, want)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteError(t *testing.T) {
	if err := DOT(full{}, july(), nil); err == nil || err.Error() != "disk full" {
		t.Errorf("got %v, want the writer's error", err)
	}
}

func FuzzDOT(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 1000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, o := everywhere(text)
		if _, _, err := scanDOT(render(t, s, o)); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkDOT(b *testing.B) {
	s := july()
	b.ReportAllocs()
	for b.Loop() {
		render(b, s, nil)
	}
}

// Where nothing is said but what things are called, that is drawn: of the things
// that the picture is about, and who says it.
func TestNamesAreDrawn(t *testing.T) {
	o := &Options{About: iris("fox", "owl")}
	dot := render(t, names(), o)
	for _, want := range []string{"Calls GREY FOX Silver Storm; calls NIGHT OWL", "A firm", "A newspaper"} {
		if !strings.Contains(strings.ReplaceAll(dot, "</B></FONT></TD></TR><TR><TD><FONT POINT-SIZE=\"12.5\" COLOR=\"#46525E\"><B>", " "), want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
	for _, not := range []string{"NIGHT JAR", "Salt Storm", "Makes a claim"} {
		if strings.Contains(dot, not) {
			t.Errorf("the picture has %q", not)
		}
	}
}

package importer

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

func TestCountries(t *testing.T) {
	for name, want := range map[string]string{
		"United States": "us", "the United States": "us", "Russian Federation": "russia", "Iran (Islamic Republic of)": "iran",
		"Korea (Democratic People's Republic of)": "north-korea", "Korea (Republic of)": "south-korea", "Viet Nam": "vietnam", "Vietnam": "vietnam",
		"Czech Republic": "czechia", "Türkiye": "turkey", "Turkey": "turkey", "UNITED KINGDOM": "uk", "The Philippines": "philippines",
		"Côte d'Ivoire": "cote-d-ivoire", "俄罗斯": "russia", "NATO": "nato", "European Union": "eu",
	} {
		if e, ok := Resolve(name); !ok || e.IRI != ID(want) {
			t.Errorf("%s is %v, want id:%s", name, e.IRI, want)
		}
	}
	for _, name := range []string{"Lebonon", "Korea", "Middle East", "Gaza", "Kurdistan", "Unknown", "", "Europe", "Sony"} {
		if e, ok := Resolve(name); ok {
			t.Errorf("%q is %v, want none", name, e.IRI)
		}
	}
	if near := Nearest("Lebonon"); near != "Lebanon" {
		t.Errorf("nearest to Lebonon is %q", near)
	}
	if c, ok := CountryByCode("uk"); !ok || c.IRI != ID("uk") {
		t.Errorf("UK is %v", c)
	}
	if c, _ := CountryByName("Hong Kong"); c.State {
		t.Error("Hong Kong is in the table as a state")
	}
	seen := map[quad.IRI]bool{}
	for _, c := range Countries() {
		if seen[c.IRI] {
			t.Errorf("%s is there twice", c.IRI)
		}
		seen[c.IRI] = true
	}
}

// The starter graph and the table give a state the same IRI.
func TestCountriesOfTheSeeds(t *testing.T) {
	files, err := filepath.Glob("../../seeds/*.trig")
	if err != nil || len(files) == 0 {
		t.Fatalf("no seeds: %v", err)
	}
	state := regexp.MustCompile(`(?s)id:([a-z0-9-]+) a asc:State ;[^.]*?asc:isoCode "([A-Z]{2})"`)
	n := 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range state.FindAllStringSubmatch(string(text), -1) {
			n++
			if c, ok := CountryByCode(m[2]); !ok || c.IRI != ID(m[1]) {
				t.Errorf("%s is %v in the table, id:%s in the seeds", m[2], c, m[1])
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d states in the seeds", n)
	}
}

// Every entry of the data set is in the table, with its codes.
func TestCountriesOfTheDataSet(t *testing.T) {
	f, err := os.Open("../../../shared/data/country-codes/country-codes.csv")
	if err != nil {
		t.Skip("the third-party data set country-codes is not there (looked at ../shared/data from the project's root)")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, h := range rows[0] {
		col[h] = i
	}
	for _, r := range rows[1:] {
		iso2, iso3 := r[col["ISO3166-1-Alpha-2"]], r[col["ISO3166-1-Alpha-3"]]
		if len(iso2) != 2 {
			continue
		}
		if c, ok := CountryByCode(iso2); !ok || c.ISO3 != iso3 {
			t.Errorf("%s %s: the table has %v", iso2, iso3, c)
		}
	}
}

func TestNaturalOrder(t *testing.T) {
	for in, want := range map[string]string{
		"GROMOV, Alexei Alexeyevich": "Alexei Alexeyevich Gromov",
		"RASHIDI-BARJINI, Aliakbar":  "Aliakbar Rashidi-Barjini",
		"CHO, Il-U":                  "Il-U Cho",
		"O, Chong Ok":                "Chong Ok O",
		"HAJI HOSSEINI, Mostafa":     "Mostafa Haji Hosseini",
		"MAHDAVI, Mo'in":             "Mo'in Mahdavi",
		"McCoy, Jo":                  "Jo McCoy",
		"ANDARIEL":                   "ANDARIEL",
		"A, B, C":                    "A, B, C",
		", B":                        ", B",
	} {
		got, forms := NaturalOrder(in)
		if got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		if got != in && (len(forms) != 2 || forms[0] != in) {
			t.Errorf("%q is found by %q", in, forms)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{"Silk Typhoon": "silk-typhoon", "Storm-0133": "storm-0133", "threat-actor": "threat-actor"} {
		if got := Slug(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]string{}
	for _, in := range []string{"LAPSUS$", "LAPSUS", "a/b", "a b", "a  b", "-a b", "a b ", "狼毒草", "> <http://evil/>", "", "\x00", strings.Repeat("x", 1000), strings.Repeat("x", 1001)} {
		s := Slug(in)
		if !form.MatchString(s) || len(s) > 60 {
			t.Errorf("%q: %q is no part of an IRI", in, s)
		}
		if other, ok := seen[s]; ok {
			t.Errorf("%q and %q meet in %q", in, other, s)
		}
		seen[s] = in
	}
}

func TestNamesAndText(t *testing.T) {
	for in, want := range map[string]quad.Value{
		"APT28": quad.String("APT28"), "海莲花": quad.LangString{Value: "海莲花", Lang: "zh"},
		"김수키": quad.LangString{Value: "김수키", Lang: "ko"}, "Анна": quad.LangString{Value: "Анна", Lang: "und-Cyrl"},
	} {
		if got := Name(in); got != want {
			t.Errorf("%s: %v, want %v", in, got, want)
		}
	}
	for _, bad := range []string{"a\x00b", "a\x1bb", "a\u202eb", "a\u2066b", "a\x7fb", "\xff", "a\u0085b"} {
		if _, ok := Clean(bad); ok {
			t.Errorf("%q passed", bad)
		}
	}
	for _, bad := range []string{"", "javascript:alert(1)", "example.org", "http://", "http://a b", "http://a\"", "ftp://a/b", "http://a/<b>", "file:///etc"} {
		if _, ok := Address(bad); ok {
			t.Errorf("%q passed as an address", bad)
		}
	}
}

func TestDates(t *testing.T) {
	for in, datatype := range map[string]string{"2021-07-19": "date", "2021-07": "gYearMonth", "2021": "gYear"} {
		v, ok := Date(in)
		if d, _ := v.(quad.TypedString); !ok || string(d.Value) != in || !strings.HasSuffix(string(d.Type), "#"+datatype) {
			t.Errorf("%s: %v", in, v)
		}
	}
	for _, bad := range []string{"", "2021-02-30", "19/07/2021", "yesterday", "99999", "0"} {
		if v, ok := Date(bad); ok {
			t.Errorf("%q is %v", bad, v)
		}
	}
}

// plain turns a value into what encoding/json makes of it.
func plain(v *Value) any {
	switch v.Kind {
	case Null:
		return nil
	case Bool:
		return v.Text == "true"
	case Number:
		return json.Number(v.Text)
	case Text:
		return v.Text
	case Array:
		out := []any{}
		for i := range v.Items {
			out = append(out, plain(&v.Items[i]))
		}
		return out
	}
	out := map[string]any{}
	for i, k := range v.Keys {
		out[k] = plain(&v.Items[i])
	}
	return out
}

// FuzzJSON holds the reader to encoding/json: what it accepts is what that
// reads, and what it refuses is either refused there too, or one of the things
// that encoding/json lets pass.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,-0.5e+3,"\u00e9\ud83d\ude00\n",true,false,null,{}]}`, ` [ ] `, `"\ud800"`, `{"a":1,"a":2}`, `01`, `1.`, `[1,]`, "\xef\xbb\xbf{}", `"a` + "\x01" + `"`, `[`, `tru`, `"\x"`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p := NewJSON("x", src, Limits{})
		v, err := p.Value()
		if err == nil {
			err = p.End()
		}
		body := strings.TrimPrefix(string(src), string(utf8BOM))
		d := json.NewDecoder(strings.NewReader(body))
		d.UseNumber()
		var want any
		wantErr := d.Decode(&want)
		if wantErr == nil && d.More() {
			wantErr = errors.New("more")
		}
		if err == nil {
			if wantErr != nil {
				t.Fatalf("%q: accepted, encoding/json says %v", src, wantErr)
			}
			if got := plain(&v); !reflect.DeepEqual(got, want) {
				t.Fatalf("%q: %v, encoding/json has %v", src, got, want)
			}
			return
		}
		if wantErr == nil {
			msg := err.Error()
			for _, ok := range []string{"twice", "not UTF-8", "escape", "levels of nesting", "after the end"} {
				if strings.Contains(msg, ok) {
					return
				}
			}
			t.Fatalf("%q: %v, encoding/json reads it", src, err)
		}
	})
}

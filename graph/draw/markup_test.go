package draw

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// A length is the shortest decimal of its value in tenths, as strconv writes it.
func TestAppendNumber(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	values := []float64{0, math.Copysign(0, -1), -0.04, 0.05, -0.05, 0.25, 1, -1, 9.95, 99.99, 1 << 40, 1e15, -1e15, 1e16, 1e300, math.NaN(), math.Inf(1)}
	for range 1000 {
		values = append(values, (r.Float64()-0.5)*math.Pow(10, float64(r.IntN(8))))
	}
	for _, f := range values {
		tenths := math.Round(f*10) / 10
		if tenths == 0 {
			tenths = 0 // no -0
		}
		if got, want := px(f), strconv.FormatFloat(tenths, 'f', -1, 64); got != want {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
}

func TestAppendf(t *testing.T) {
	got := string(appendf([]byte("> "), `<a b="%" c="% %" d="%">`, "%", 1.25, -3.0, inkSoft))
	if want := `> <a b="%" c="1.3 -3" d="{1}">`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := string(light.appendInked(nil, "fill:{1};stroke:{0}")), "fill:"+light[inkSoft]+";stroke:"+light[inkText]; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What fills a phrase stays as it is, even if it looks like a place.
func TestFill(t *testing.T) {
	for _, c := range []struct {
		phrase string
		args   []string
		want   string
	}{
		{"", nil, ""},
		{"nothing", []string{"a"}, "nothing"},
		{"%1 and %2", []string{"a", "b"}, "a and b"},
		{"%2, %1, %2", []string{"%2", "%1"}, "%1, %2, %1"},
		{"%1 of %2", []string{"a"}, "a of %2"},
		{"100 %, %0, %x, %", []string{"a"}, "100 %, %0, %x, %"},
	} {
		if got := fill(c.phrase, c.args); got != c.want {
			t.Errorf("%q: %q, want %q", c.phrase, got, c.want)
		}
		pairs := make([]string, 0, 4)
		for i, a := range c.args {
			pairs = append(pairs, "%"+strconv.Itoa(i+1), a)
		}
		if got := strings.NewReplacer(pairs...).Replace(c.phrase); got != c.want {
			t.Errorf("%q: a Replacer says %q, want %q", c.phrase, got, c.want)
		}
	}
}

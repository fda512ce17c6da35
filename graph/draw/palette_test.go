package draw

import (
	"math"
	"strconv"
	"testing"
)

// contrast is the ratio of WCAG 2.1, 1.4.3.
func contrast(t *testing.T, a, b string) float64 {
	luminance := func(c string) float64 {
		n, err := strconv.ParseUint(c[1:], 16, 32)
		if err != nil || len(c) != 7 {
			t.Fatalf("colour %q", c)
		}
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			v := float64(n>>(16-8*i)&255) / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	for name, p := range map[string]*palette{"light": &light, "dark": &dark} {
		check := func(text, ground ink, least float64) {
			if c := contrast(t, p[text], p[ground]); c < least {
				t.Errorf("%s: ink %d on %d has %.2f, want %.1f", name, text, ground, c, least)
			}
		}
		for _, sh := range shapes {
			check(inkText, sh.fill, 4.5)
			check(inkSoft, sh.fill, 4.5)
			check(sh.ink, fillPage, 3)
		}
		check(inkSoft, fillFrame, 4.5)
		for _, st := range strokes {
			check(st.ink, fillPage, 4.5) // headlines are in it
		}
		for _, st := range traceStrokes {
			check(st.ink, fillFrame, 3)
		}
	}
}

package cli

import (
	"testing"
	"time"
)

func TestAbout(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                       "about a millisecond",
		time.Millisecond:        "about 1ms",
		87 * time.Millisecond:   "about 87ms",
		996 * time.Millisecond:  "about 1s",
		1994 * time.Millisecond: "about 1.99s",
		30 * time.Second:        "about 30s",
	} {
		if got := about(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}

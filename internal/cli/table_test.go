package cli

import "testing"

func TestTableText(t *testing.T) {
	got := tableText([][]string{
		{"WHO", "WHAT", "WHEN"},
		{"Örsted", "a b c", "2021"},
		{"日本", "", "2022"},
		{"x", "one two three", ""},
	}, []int{0, 7, 4})
	want := "" +
		"WHO     WHAT     WHEN\n" +
		"Örsted  a b c    2021\n" +
		"日本             2022\n" +
		"x       one two\n" +
		"        three"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

package graph

import (
	"testing"
	"time"
)

// TestDayNumber compares with the calendar of package time, day by day.
func TestDayNumber(t *testing.T) {
	for _, years := range [][2]int{{-401, -399}, {-5, 5}, {1580, 1610}, {1895, 2105}, {9990, 10001}} {
		day := time.Date(years[0], 1, 1, 0, 0, 0, 0, time.UTC)
		for n := day.Unix() / 86400; day.Year() <= years[1]; day, n = day.AddDate(0, 0, 1), n+1 {
			if got := dayNumber(Date{day.Year(), day.Month(), day.Day()}); int64(got) != n {
				t.Fatalf("%v: got %d, want %d", day, got, n)
			}
		}
	}
}

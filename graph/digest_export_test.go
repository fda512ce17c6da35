package graph

import (
	"fmt"
	"reflect"
)

// CompareTables reports how the table of records that comes of a store's file
// and of what was committed since differs from the one that its quads give.
func CompareTables(g *Graph) error {
	s, err := g.st.View()
	if err != nil {
		return err
	}
	got, err := updateRecords(s)
	if err != nil {
		return err
	}
	if got == nil {
		return fmt.Errorf("there is no digest")
	}
	want, err := scanRecords(everything(s))
	if err != nil {
		return err
	}
	for i := range min(len(got.list), len(want.list)) {
		if !reflect.DeepEqual(got.list[i], want.list[i]) {
			return fmt.Errorf("row %d of %v: got %+v, want %+v", i, s.Term(want.list[i].id), got.list[i], want.list[i])
		}
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("got a table of %d records, want %d, or other indexes of them", len(got.list), len(want.list))
	}
	return nil
}

package dossier_test

import (
	"context"
	"fmt"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/dossier"
	"github.com/ascribe-graph/ascribe/seeds"
)

// The names of a group, by who uses them.
func ExampleDossier() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.World, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.View(ctx, nil, func(v *graph.View) error {
		d, err := dossier.Of(ctx, v, "https://w3id.org/ascribe/id/apt31", nil)
		if err != nil {
			return err
		}
		fmt.Println(d.Label, d.Kinds)
		for _, e := range d.Section(dossier.Names).Entries {
			for _, l := range e.Lines {
				fmt.Println(l.Relation, "by", e.Text)
			}
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// APT31 [threat group]
	// APT31 by Mandiant (relayed by MISP Project)
	// Violet Typhoon by Microsoft
}

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

// Who says what of a line, and who denies it: in Dutch, with at most two voices
// a side.
func ExampleVoice() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.World, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.View(ctx, nil, func(v *graph.View) error {
		o := &dossier.Options{Langs: []string{"nl", "en"}, MaxVoices: 2}
		d, err := dossier.Of(ctx, v, "https://w3id.org/ascribe/id/exchange-hack", o)
		if err != nil {
			return err
		}
		s := d.Section(dossier.Disputed)
		fmt.Println(s.Title)
		for _, side := range s.Entries[0].Lines[0].Sides {
			for _, voice := range side.Voices {
				fmt.Println(side.Stance, "/", side.Lead, "/", voice.By, voice.Says, voice.On)
			}
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// Omstreden
	// for / voor / Australië stelt 2021-07-19
	// for / voor / Canada stelt 2021-07-19
	// against / tegen / Chinese ambassade in Canada ontkent zonder datum
}

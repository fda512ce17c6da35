// Package seeds holds the starter graph: TriG files, embedded.
//
//   - world: states, organizations, agencies and groups with their labels,
//     dated memberships, and names by who uses them. The others need it.
//   - founding: the newspaper report with which the project began, as 21 facts,
//     each under the record that the report gives it.
//   - record-2021: what states and organizations themselves said and did on 15
//     April 2021 (SolarWinds) and 19 July 2021 (Microsoft Exchange).
//   - events-2014-2019, -2020-2021, -2022-2023, -2024-2025: attributions of the
//     other incidents, denials, and the sanctions, indictments and other acts that
//     answered them.
//   - actors: who and what the files of events name, and names by who coined
//     them. The files of events need it.
//
// Open gives them as a graph. The accounts disagree in places, and nothing
// reconciles them. SOURCES.md lists every document, what was taken from it and
// how it was read.
//
// It is a starter set, not a feed: it ends in December 2025 and was never
// complete.
package seeds

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed *.trig
var files embed.FS

// The names of the seed files, without ".trig".
const (
	World      = "world"
	Founding   = "founding"
	Record2021 = "record-2021"
	Actors     = "actors"
	Events2014 = "events-2014-2019"
	Events2020 = "events-2020-2021"
	Events2022 = "events-2022-2023"
	Events2024 = "events-2024-2025"
)

var names = []string{World, Founding, Record2021, Actors, Events2014, Events2020, Events2022, Events2024}

var events = []string{Events2014, Events2020, Events2022, Events2024}

// Names returns the names of all seed files, World first.
func Names() []string { return slices.Clone(names) }

// File returns the file name of a seed in FS: its name with ".trig".
func File(name string) string { return name + ".trig" }

// FS returns the seed files.
func FS() fs.FS { return files }

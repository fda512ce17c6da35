package cli

import (
	"cmp"
	"runtime/debug"
	"strings"
)

// What a release says of itself; the linker fills it in.
var stampVersion, stampCommit, stampDate string

// version says which version this is, of which commit and from when, as far as
// that is known: "1.2.0 (commit 0123456789ab, 2026-11-27)".
func version() string {
	v, commit, date := stampVersion, stampCommit, stampDate
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = strings.TrimPrefix(info.Main.Version, "v")
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				commit = s.Value
			case "vcs.time":
				date, _, _ = strings.Cut(s.Value, "T")
			}
		}
	}
	v = cmp.Or(v, "(devel)")
	var more []string
	if commit != "" {
		more = append(more, "commit "+commit[:min(12, len(commit))])
	}
	if date != "" {
		more = append(more, date)
	}
	if len(more) == 0 {
		return v
	}
	return v + " (" + strings.Join(more, ", ") + ")"
}

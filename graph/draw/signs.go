package draw

// sign is a mark on a strip of time: a filled path around 0 0, at most 12
// pixels wide, told from others by its form as well as by its ink. Holes are
// by the even-odd rule.
type sign struct {
	path string
	ink  ink
}

const (
	signRing   = "M-5.2 0A5.2 5.2 0 1 1 5.2 0A5.2 5.2 0 1 1-5.2 0ZM-3.4 0A3.4 3.4 0 1 1 3.4 0A3.4 3.4 0 1 1-3.4 0Z"
	signCircle = "M-5.2 0A5.2 5.2 0 1 1 5.2 0A5.2 5.2 0 1 1-5.2 0Z"
)

var voiceSigns = [voices]sign{
	voiceFlat:         {signCircle, inkFlat},
	voiceLikely:       {signRing + "M-1.7 0A1.7 1.7 0 1 1 1.7 0A1.7 1.7 0 1 1-1.7 0Z", inkLikely},
	voiceLink:         {"M-4-5.2L5.4 0L-4 5.2Z", inkLikely},
	voiceSuspects:     {signRing, inkLikely},
	voiceReports:      {"M-4-5.2L5.4 0L-4 5.2ZM-2.5-2.7V2.7L2.4 0Z", inkReports},
	voiceFact:         {"M-4.4-4.4H4.4V4.4H-4.4ZM-2.8-2.8V2.8H2.8V-2.8Z", inkReports},
	voiceSupports:     {"M-1.6-5.2H1.6V-1.6H5.2V1.6H1.6V5.2H-1.6V1.6H-5.2V-1.6H-1.6Z", inkBacks},
	voiceAcknowledges: {"M-4-5.2H-1L4.4 0L-1 5.2H-4L1.4 0Z", inkBacks},
	voiceCondemns:     {"M0-6L6 0L0 6L-6 0Z", inkFlat},
	voiceDenies:       {"M-5-3L-3-5L0-2L3-5L5-3L2 0L5 3L3 5L0 2L-3 5L-5 3L-2 0Z", inkText},
	voiceRetracts:     {"M-5-1.7H5V1.7H-5Z", inkSoft},
	voiceAct:          {"M-4.7-4.7H4.7V4.7H-4.7Z", inkAct},
	voiceWithheld:     {"M-5-5H5V5H-5ZM-3.3-3.3V3.3H3.3V-3.3ZM-5.6 4.4L4.4-5.6L5.6-4.4L-4.4 5.6Z", inkAct},
}

// turn is what a date says of an incident.
type turn int8

const (
	turnBegan turn = iota
	turnEnded
	turnDiscovered
	turnDisclosed
	turns
)

var turnSigns = [turns]sign{
	turnBegan:      {"M-1.6-6H.2V-5L6-2L.2 1V6H-1.6Z", inkIncident},
	turnEnded:      {"M-1-6H1V6H-1ZM-6-2.2H-1V2.2H-6Z", inkIncident},
	turnDiscovered: {signRing, inkIncident},
	turnDisclosed:  {"M0-6L6 0L0 6L-6 0ZM0-3.5L-3.5 0L0 3.5L3.5 0Z", inkIncident},
}

// signUnequal stands between what contradicts.
var signUnequal = sign{"M-6-3.9H-.6L1.6-8H4.1L1.9-3.9H6V-1.5H.6L-1 1.5H6V3.9H-2.3L-4.3 7.6H-6.8L-4.8 3.9H-6V1.5H-3.5L-1.9-1.5H-6Z", inkText}

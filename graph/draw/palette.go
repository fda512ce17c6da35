package draw

// ink is a colour by its use.
type ink int8

const (
	inkText ink = iota
	inkSoft
	inkGrey
	inkFrame
	inkFlat
	inkLikely
	inkReports
	inkBacks
	inkAct
	inkState
	inkOrganization
	inkCoalition
	inkAgency
	inkGroup
	inkPerson
	inkCompany
	inkIncident
	inkObject
	fillPage
	fillFrame
	fillState
	fillOrganization
	fillCoalition
	fillAgency
	fillGroup
	fillPerson
	fillCompany
	fillIncident
	fillObject
	inks
)

// palette gives the colour of each ink. The hues are those of Okabe and Ito
// (Color Universal Design, 2008), darkened on the light ground until text in
// them has a contrast of 4.5 to 1 and lightened on the dark one.
type palette [inks]string

var light = palette{
	inkText: "#1B1F24", inkSoft: "#5B6570", inkGrey: "#7A848F", inkFrame: "#D5DAE0",
	inkFlat: "#C24A00", inkLikely: "#8A5B00", inkReports: "#46525E", inkBacks: "#0072B2", inkAct: "#8E3B9E",
	inkState: "#0072B2", inkOrganization: "#007A5A", inkCoalition: "#00728A", inkAgency: "#D55E00",
	inkGroup: "#946200", inkPerson: "#5E4FA2", inkCompany: "#4A5560", inkIncident: "#A8447F", inkObject: "#6B7480",
	fillPage: "#FFFFFF", fillFrame: "#F6F7F9",
	fillState: "#DCEBF7", fillOrganization: "#DDF3EC", fillCoalition: "#DDF1F5", fillAgency: "#FBE3D6",
	fillGroup: "#FCEFD2", fillPerson: "#E9E6F5", fillCompany: "#E9EDF0", fillIncident: "#F6E3EE", fillObject: "#F0F2F4",
}

var dark = palette{
	inkText: "#ECEFF2", inkSoft: "#9AA4AE", inkGrey: "#77828C", inkFrame: "#323A42",
	inkFlat: "#F5893F", inkLikely: "#E8B33C", inkReports: "#B4BEC8", inkBacks: "#56B4E9", inkAct: "#D79BE5",
	inkState: "#56B4E9", inkOrganization: "#2DBE92", inkCoalition: "#3CC3DC", inkAgency: "#F5893F",
	inkGroup: "#E8B33C", inkPerson: "#A99CE8", inkCompany: "#AEB8C2", inkIncident: "#E08BBE", inkObject: "#98A2AC",
	fillPage: "#14181C", fillFrame: "#1C2127",
	fillState: "#0B304B", fillOrganization: "#063A2D", fillCoalition: "#06353F", fillAgency: "#4A2208",
	fillGroup: "#42330B", fillPerson: "#2A2450", fillCompany: "#2A3138", fillIncident: "#40203A", fillObject: "#262D33",
}

func lightOrDark(isDark bool) *palette {
	if isDark {
		return &dark
	}
	return &light
}

package article

import "strings"

// The rules of both languages. A name is listed where usage fixes its article: of
// states as the UN's list of country names and the Dutch Taalunie's list of
// geographical names have it, of services as their own publications do.
var rules = map[string]*rule{
	"en": {
		articles:    words("the"),
		determiners: words("the The a an many several some other thousands about one two three four five six seven eight nine ten eleven twelve"),
		names: each(map[string]string{"the": `
			United States|United States of America|US|USA|United Kingdom|UK|Netherlands|Philippines|Bahamas|Maldives|Gambia|Comoros|Seychelles
			United Arab Emirates|UAE|Czech Republic|Dominican Republic|Central African Republic|Democratic Republic of the Congo|Marshall Islands
			Solomon Islands|Holy See
			European Union|EU|African Union|United Nations|UN|OPCW|OSCE|Five Eyes
			White House|Kremlin|Bundestag|Storting|FPS Interior|Foreign, Commonwealth and Development Office
			FBI|CIA|NSA|GRU|FSB|SVR|MSS|PLA|MOIS|IRGC|NCSC|AIVD|MIVD`}),
		nouns: each(map[string]string{"the": `
			Ministry|Department|Embassy|Government|Agency|Directorate|Council|Office|Bureau|Parliament|Commission|Institute|Army|Organisation
			Organization|Service|Services|Party|Centre|Center|Association|Society|Project|Repository|military|government|coalition|editors|staff
			hack|heist|sabotage|attack|attacks|operation|operations|intrusions|campaign|attempts|thefts|reconnaissance`}),
		ends: words("of on at in for by to from through against with charged found answered"),
	},
	"nl": {
		articles:    words("de het"),
		determiners: words("de het De Het een vele andere duizenden tientallen honderden één twee drie vier vijf zes zeven acht negen tien elf twaalf"),
		names: each(map[string]string{"de": `
			Verenigde Staten|Verenigde Staten van Amerika|VS|Verenigde Arabische Emiraten|VAE|Filipijnen|Malediven|Bahama's|Comoren|Seychellen
			Marshalleilanden|Salomonseilanden|Centraal-Afrikaanse Republiek|Dominicaanse Republiek|Democratische Republiek Congo
			Tsjechische Republiek|Heilige Stoel
			Europese Unie|EU|Afrikaanse Unie|Verenigde Naties|VN|NAVO|OPCW|OVSE|Five Eyes|Bondsdag
			FBI|CIA|NSA|GRU|FSB|SVR|AIVD|MIVD`, "het": `
			Verenigd Koninkrijk|VK|Witte Huis|Kremlin|Storting|MSS|NCSC`}),
		nouns: each(map[string]string{"de": `
			dienst|diensten|regering|ambassade|macht|raad|organisatie|partij|commissie|politie|redactie|coalitie|campagne|fod|centrale
			hack|roof|sabotage|aanval|aanvallen|operatie|operaties|inbraken|inmenging|pogingen|diefstallen|verkenning`, "het": `
			ministerie|leger|centrum|instituut|departement|bureau|agentschap|parlement|project`}),
		compounds: true,
		inflects:  true,
		ends:      words("aan bij door in met namens naar om onder op over sinds te tegen tot uit van vanuit via voor die"),
	},
}

func words(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// each turns lists by article, "|" or a line's end between two, into articles by word.
func each(lists map[string]string) map[string]string {
	out := map[string]string{}
	for article, list := range lists {
		for line := range strings.Lines(list) {
			for name := range strings.SplitSeq(strings.TrimSpace(line), "|") {
				if name != "" {
					out[name] = article
				}
			}
		}
	}
	return out
}

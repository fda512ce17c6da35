package ask

import "github.com/ascribe-graph/ascribe/schema"

// exceptWords come before what is left out of an answer.
var exceptWords = phraseList{
	"en": {"except", "except for", "apart from", "other than", "besides", "excluding", "leaving aside", "leaving out", "not counting", "aside from", "with the exception of", "but for", "outside", "beyond"},
	"nl": {"behalve", "uitgezonderd", "met uitzondering van", "afgezien van", "naast", "buiten", "anders dan", "zonder mee te tellen"},
}

// except reads what is left out at i: "except the Five Eyes", "apart from the
// UK and the US". Of a body its members are left out; what is no such thing as
// was asked for cannot be.
func (p *parser) except(i int, of *set) []condAt {
	var out []condAt
	for _, j := range p.after(exceptWords, i) {
		for _, f := range p.filler(j) {
			if !f.entityish() || f.only || f.nobody || f.anyone {
				continue
			}
			all := condAt{to: f.to}
			var list []*cond
			ok := true
			for _, e := range f.elements {
				body, err := p.resolve(e.from, e.to, bodies)
				if err == nil && body.how <= byCore && compatible(of.classes, members.classes[theFrom]) {
					a := &atom{frame: members, self: theFrom}
					a.fill[theTo] = &filler{names: []named{{body, p.text(e.from, e.to), bodies, false, ""}}}
					list = append(list, not(&cond{atom: a}))
				}
				thing, err := p.resolve(e.from, e.to, of.classes)
				if err != nil || thing.how > byCore {
					if len(list) == 0 {
						ok = false
					}
					continue
				}
				a := &atom{frame: others, self: theFrom}
				a.fill[theTo] = &filler{names: []named{{thing, p.text(e.from, e.to), nil, p.names.view.IsA(thing.iri, schema.State), ""}}}
				list = append(list, &cond{atom: a})
			}
			if all.cond = allOf(list); ok && len(list) > 0 {
				out = append(out, all)
			}
		}
	}
	return out
}

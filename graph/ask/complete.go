package ask

import "github.com/cayleygraph/quad"

// expectName notes that a name may stand at i.
func (p *parser) expectName(i int) {
	if i == len(p.toks) && p.wants != nil {
		p.wants[""] = []quad.IRI{}
	}
}

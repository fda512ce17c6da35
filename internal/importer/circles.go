package importer

import "github.com/cayleygraph/quad"

// Circles finds edges of partOf that would make something a part of itself. The
// zero value is ready.
type Circles struct{ up map[quad.IRI][]quad.IRI }

// Add adds the edge from part to whole, unless it closes a circle; then it
// reports false. It costs a walk over what whole is part of.
func (c *Circles) Add(part, whole quad.IRI) bool {
	seen := map[quad.IRI]bool{whole: true}
	for todo := []quad.IRI{whole}; len(todo) > 0; todo = todo[1:] {
		if todo[0] == part {
			return false
		}
		for _, next := range c.up[todo[0]] {
			if !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	if c.up == nil {
		c.up = map[quad.IRI][]quad.IRI{}
	}
	c.up[part] = append(c.up[part], whole)
	return true
}

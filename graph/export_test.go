package graph

// ByQueries returns the view with every rule evaluated by its query, the
// built-in ones too.
func (v *View) ByQueries() (*View, error) {
	rules := v.lens.Infer
	if rules == nil {
		rules = DefaultRules()
	}
	if v.lens.Spread {
		rules = append(rules, namedRules("spread")...)
	}
	program, err := compileRules(rules, false)
	if err != nil {
		return nil, err
	}
	src := *v.src
	c := &compiled{
		lens: v.lens, table: v.table, src: &src, whole: v.whole,
		visible: v.visible, perhaps: v.perhaps, usable: v.usable, parties: v.parties,
	}
	c.rules = newDerivation(c, program)
	src.added = c.rules
	return &View{graph: v.graph, state: v.state, compiled: c}, nil
}

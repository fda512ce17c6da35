package graph

import "math"

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
	return v.under(program), nil
}

// Afresh returns the view with nothing derived yet, and derived part by part
// however often that is.
func (v *View) Afresh() (*View, error) {
	program, err := v.lens.program()
	if err != nil {
		return nil, err
	}
	w := v.under(program)
	for _, h := range w.rules.heads {
		w.rules.spent[h] = math.MinInt32
	}
	return w, nil
}

// under returns the view with other rules.
func (v *View) under(program *program) *View {
	src := *v.src
	c := &compiled{
		lens: v.lens, table: v.table, src: &src, whole: v.whole,
		visible: v.visible, perhaps: v.perhaps, usable: v.usable, parties: v.parties,
	}
	c.rules = newDerivation(c, program)
	src.added = c.rules
	return &View{graph: v.graph, state: v.state, compiled: c}
}

package dutch

// Verbs are the verbs of one subject without an object, by their edges.
func Verbs() map[string]string {
	out := map[string]string{}
	for predicate := range verbs {
		out[predicate] = Clause(predicate, "", "", "")
	}
	return out
}

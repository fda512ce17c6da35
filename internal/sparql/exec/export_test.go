package exec

// Vary makes plans be chosen by other costs; see plan.Planner.Vary.
func Vary(f func(float64) float64) { vary = f }

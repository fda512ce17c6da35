// Package conformance holds the tests that run whole queries, from their text
// to their result, on every engine: the W3C suites, and laws of the algebra on
// small random data. Its only code is how the suites' update tests name graphs.
package conformance

// Package conformance holds the tests that run whole queries, from their text
// to their result, on every engine: the W3C suites, and laws of the algebra on
// small random data. It has no code of its own.
package conformance

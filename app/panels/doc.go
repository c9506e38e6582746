// Package panels tests that a scan can reach every outcome: it scans the
// hostile site and some small ones into a real history. It contains tests only.
// Command draw, in the folder below, draws the problem panels of that history;
// "make panels" runs both.
package panels

package fetch_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

const probed = `
-- host http://honest.example --
-- GET /ok --

fine
-- GET /gone --
404

-- GET /moved --
301
Location: /ok

-- host http://no-head.example --
-- HEAD /* --
405

-- GET /* --

fine
-- host http://drops-head.example --
-- HEAD /* --
!close

-- GET /* --

fine
-- host http://resets-head.example --
-- HEAD /* --
!reset

-- GET /* --

fine
-- host http://busy.example --
-- ANY / --
429
Retry-After: 30

-- host http://wall.example --
-- ANY / --
403

-- host http://off.example --
connect: refused
`

// check 60
func TestProbe(t *testing.T) {
	site := sitetest.New(t, probed)
	c := newClient(t, site)
	for _, test := range []struct {
		address string
		outcome outcome.Key
		methods []string
		lies    bool
	}{
		{"http://honest.example/ok", "200", []string{"HEAD"}, false},
		{"http://honest.example/moved", "200", []string{"HEAD"}, false},
		{"http://honest.example/gone", "404", []string{"HEAD", "GET"}, false},
		{"http://no-head.example/a", "200", []string{"HEAD", "GET"}, true},
		{"http://no-head.example/b", "200", []string{"GET"}, true},
		{"http://drops-head.example/a", "200", []string{"HEAD", "GET"}, true},
		{"http://drops-head.example/b", "200", []string{"GET"}, true},
		{"http://resets-head.example/a", "200", []string{"HEAD", "GET"}, true},
		{"http://busy.example/", "429", []string{"HEAD"}, false},
		{"http://wall.example/", "403", []string{"HEAD", "GET"}, false},
		{"http://off.example/", outcome.ConnectionRefused, []string{"HEAD"}, false},
	} {
		u := parse(t, test.address)
		a, unsure := c.Probe(t.Context(), fetch.Request{URL: u})
		attempts := a.Evidence.Attempts
		if unsure {
			a = c.Fetch(t.Context(), fetch.Request{URL: u, AfterHead: true})
			attempts = append(attempts, a.Evidence.Attempts...)
		}
		if a.Outcome != test.outcome {
			t.Errorf("%s gives %s, want %s: %v", test.address, a.Outcome, test.outcome, a.Err)
		}
		var methods []string
		for _, attempt := range attempts {
			methods = append(methods, attempt.Method)
		}
		if diff := cmp.Diff(test.methods, methods); diff != "" {
			t.Errorf("%s: attempts (-want +got):\n%s", test.address, diff)
		}
		if got := c.HeadIsUnreliable(u.PaceHost()); got != test.lies {
			t.Errorf("%s: HeadIsUnreliable = %v, want %v", test.address, got, test.lies)
		}
	}
}

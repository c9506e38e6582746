package policy

import (
	"testing"
	"time"
)

// Every address of the site is checked, so this must be fast.
func BenchmarkTraps(b *testing.B) {
	for name, address := range map[string]string{
		"plain": "http://a.example/shop/bread/sourdough.html", "query": "http://a.example/shop?id=1234&sort=name",
		"dated": "http://a.example/2026/11/25/a-post/", "session": "http://a.example/page?PHPSESSID=5f4dcc3b5aa765d61d8327deb882cf99",
	} {
		b.Run(name, func(b *testing.B) {
			traps, sessions, u := newTraps(time.Now()), newSessions(), parse(b, address)
			b.ReportAllocs()
			for b.Loop() {
				sessions.check(u)
				traps.check(u, false)
			}
		})
	}
}

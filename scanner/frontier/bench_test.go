package frontier

import (
	"fmt"
	"testing"

	"sitewell/scanner/result"
)

// BenchmarkFrontier pushes, claims and releases an address of one of a hundred
// hosts, while a thousand addresses are waiting.
func BenchmarkFrontier(b *testing.B) {
	f := New()
	hosts := make([]*Host, 100)
	for i := range hosts {
		hosts[i] = f.Host(fmt.Sprintf("host-%d.example:443", i), Limits{Start: 2, Max: 8})
	}
	id := result.ID(0)
	push := func() {
		id++
		f.Push(hosts[int(id)%len(hosts)], id)
	}
	for range 1000 {
		push()
	}
	b.ReportAllocs()
	for b.Loop() {
		push()
		job, _, ok := f.Next(epoch)
		if !ok {
			b.Fatal("nothing may be asked")
		}
		f.Done(job, epoch, Fine, 0)
	}
}

// BenchmarkSeen looks up 100,000 addresses, five times each, which is the least
// number of links to an address on real sites.
func BenchmarkSeen(b *testing.B) {
	addresses := make([]string, 100_000)
	for i := range addresses {
		addresses[i] = fmt.Sprintf("https://www.example.com/section-%d/a-page-with-a-name-%d.html", i%50, i)
	}
	b.ReportAllocs()
	for b.Loop() {
		s := NewSeen()
		for range 5 {
			for _, a := range addresses {
				s.Add(a)
			}
		}
		if s.Len() != len(addresses) {
			b.Fatal(s.Len())
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/5/float64(len(addresses)), "ns/address")
}

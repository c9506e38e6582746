package weburl

import (
	"net/netip"
	"testing"
)

// checks 15, 88
func TestNetClassOf(t *testing.T) {
	tests := []struct {
		addr  string
		want  NetClass
		local bool
	}{
		{"8.8.8.8", Public, false},
		{"2606:4700::1111", Public, false},
		{"192.0.0.9", Public, false},
		{"127.0.0.1", Loopback, true},
		{"127.255.255.254", Loopback, true},
		{"::1", Loopback, true},
		{"0.0.0.0", Unspecified, true},
		{"0.1.2.3", Unspecified, true},
		{"::", Unspecified, true},
		{"10.1.2.3", Private, true},
		{"172.15.255.255", Public, false},
		{"172.16.0.1", Private, true},
		{"172.31.255.255", Private, true},
		{"172.32.0.0", Public, false},
		{"192.168.1.1", Private, true},
		{"fc00::1", Private, true},
		{"fd12:3456::1", Private, true},
		{"fec0::1", Private, true},
		{"169.254.1.1", LinkLocal, true},
		{"fe80::1", LinkLocal, true},
		{"fe80::1%eth0", LinkLocal, true},
		{"169.254.169.254", Metadata, true},
		{"169.254.170.2", Metadata, true},
		{"100.100.100.200", Metadata, true},
		{"168.63.129.16", Metadata, true},
		{"fd00:ec2::254", Metadata, true},
		{"224.0.0.1", Multicast, true},
		{"239.255.255.255", Multicast, true},
		{"ff02::1", Multicast, true},
		{"100.64.0.1", Shared, true},
		{"100.127.255.255", Shared, true},
		{"100.128.0.0", Public, false},
		{"198.18.0.1", Benchmark, false},
		{"198.20.0.0", Public, false},
		{"192.0.2.1", Reserved, true},
		{"198.51.100.1", Reserved, true},
		{"203.0.113.1", Reserved, true},
		{"240.0.0.1", Reserved, true},
		{"255.255.255.255", Reserved, true},
		{"2001:db8::1", Reserved, true},
		{"3fff::1", Reserved, true},
		{"4000::1", Reserved, true},
		{"100::1", Reserved, true},

		{"::ffff:8.8.8.8", Public, false},
		{"::ffff:127.0.0.1", Loopback, true},
		{"::ffff:169.254.169.254", Metadata, true},
		{"::127.0.0.1", Loopback, true},
		{"::ffff:0:10.0.0.1", Private, true},
		{"64:ff9b::8.8.8.8", Public, false},
		{"64:ff9b::10.0.0.1", Private, true},
		{"64:ff9b::169.254.169.254", Metadata, true},
		{"64:ff9b:1::8.8.8.8", Private, true},
		{"2002:7f00:1::", Loopback, true},
		{"2002:a9fe:a9fe::1", Metadata, true},
		{"2002:808:808::1", Public, false},
		{"2001:0:4136:e378:8000:63bf:80ff:fffe", Loopback, true}, // Teredo, inverted 127.0.0.1
		{"2606:4700::5efe:10.0.0.1", Private, true},
		{"2606:4700::200:5efe:10.0.0.1", Private, true},
	}
	for _, tt := range tests {
		got := NetClassOf(netip.MustParseAddr(tt.addr))
		if got != tt.want || got.IsLocal() != tt.local {
			t.Errorf("%s: got %s, local %v; want %s, local %v", tt.addr, got, got.IsLocal(), tt.want, tt.local)
		}
	}
	if got := NetClassOf(netip.Addr{}); got != NoNetwork || !got.IsLocal() {
		t.Errorf("zero address: got %s, local %v", got, got.IsLocal())
	}
	if got := NetClass(200).String(); got != "unknown" {
		t.Errorf("unknown class: got %q", got)
	}
}

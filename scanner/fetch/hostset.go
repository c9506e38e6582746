package fetch

import "sync"

// hostSet remembers hosts (weburl.URL.PaceHost) that need to be asked in
// another way. It is safe for concurrent use.
type hostSet struct {
	mu    sync.Mutex
	hosts map[string]bool
}

func (s *hostSet) has(host string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hosts[host]
}

func (s *hostSet) add(host string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hosts == nil {
		s.hosts = make(map[string]bool)
	}
	s.hosts[host] = true
}

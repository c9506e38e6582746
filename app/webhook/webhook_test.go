package webhook

import (
	"crypto/hmac"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A message arrives with a signature that the receiver can check, and is tried again where
// that may help.
func TestSend(t *testing.T) {
	tests := []struct {
		name    string
		answers []int
		calls   int
		status  int // of the error, 0 for none
	}{
		{"accepted", []int{204}, 1, 0},
		{"again", []int{500, 429, 200}, 3, 0},
		{"never", []int{503, 503, 503, 503, 503}, 4, 503},
		{"refused", []int{410, 200}, 1, 410},
		{"moved", []int{302, 200}, 1, 302},
	}
	for _, tt := range tests {
		calls, ids := 0, map[string]bool{}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			want := Sign("s3cret", r.Header.Get(TimeHeader), []byte(`{"a":1}`))
			if err != nil || string(body) != `{"a":1}` || !hmac.Equal([]byte(want), []byte(r.Header.Get(SignatureHeader))) || r.Header.Get("Content-Type") != "application/json" {
				t.Errorf("%s: got %q with %v, %v", tt.name, body, r.Header, err)
			}
			ids[r.Header.Get(DeliveryHeader)] = true
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(tt.answers[calls])
			calls++
		}))
		err := send(t.Context(), Target{URL: server.URL + "/T0/s3cret-path", Secret: "s3cret"}, "id1", []byte(`{"a":1}`), []time.Duration{0, 0, 0})
		server.Close()
		var status *StatusError
		if errors.As(err, &status) != (tt.status != 0) || status != nil && status.Status != tt.status || calls != tt.calls || len(ids) != 1 {
			t.Errorf("%s: %d calls, ids %v, %v", tt.name, calls, ids, err)
		}
	}
}

// The signature is the one that is documented.
func TestSign(t *testing.T) {
	// printf '1700000000.{}' | openssl dgst -sha256 -hmac key
	const want = "sha256=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae"
	if got := Sign("key", "1700000000", []byte("{}")); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// No error names the address.
func TestErrorsKeepTheAddress(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	gone := server.URL
	server.Close()
	for _, address := range []string{gone + "/T0/s3cret", "http://none.invalid/s3cret", "http://%zz/s3cret"} {
		err := send(t.Context(), Target{URL: address, Secret: "s3cret"}, "1", nil, nil)
		if err == nil || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "T0") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

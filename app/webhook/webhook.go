// Package webhook sends JSON to an address, with a signature by which the receiver knows
// who sent it (docs/scheduling.md). It must not know what it is about. No error that it returns
// contains the address or the secret, since the addresses of chat services are secrets.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	// patience is how long a receiver may take to answer.
	patience = 15 * time.Second
	// mostAnswer is how much of an answer is read.
	mostAnswer = 64 << 10
)

// pauses are how long is waited before each further attempt.
var pauses = []time.Duration{2 * time.Second, 10 * time.Second, 30 * time.Second}

// The headers of a message.
const (
	SignatureHeader = "X-Sitewell-Signature"
	TimeHeader      = "X-Sitewell-Time"
	DeliveryHeader  = "X-Sitewell-Delivery"
)

// Target is where messages go.
type Target struct {
	URL    string
	Secret string // "" for messages without a signature
	Agent  string // value of User-Agent
}

// StatusError says that the receiver answered with another status than 2xx.
type StatusError struct{ Status int }

// Error names the status.
func (e *StatusError) Error() string {
	return fmt.Sprintf("receiver answered with status %d", e.Status)
}

// ErrUnreachable: the receiver did not answer.
var ErrUnreachable = errors.New("receiver can't be reached")

// Send sends a message, which is JSON. id is the same in all attempts. What another attempt may
// get through (no answer, 408, 425, 429 and 5xx) is tried four times in all, unless ctx ends.
func Send(ctx context.Context, t Target, id string, body []byte) error {
	return send(ctx, t, id, body, pauses)
}

func send(ctx context.Context, t Target, id string, body []byte, pauses []time.Duration) error {
	for attempt := 0; ; attempt++ {
		again, err := post(ctx, t, id, body)
		if err == nil || !again || attempt == len(pauses) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pauses[attempt]):
		}
	}
}

// post makes one attempt, and reports whether another one is worth it.
func post(ctx context.Context, t Target, id string, body []byte) (again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.URL, bytes.NewReader(body))
	if err != nil {
		return false, errors.New("address of the webhook can't be used")
	}
	moment := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", t.Agent)
	r.Header.Set(DeliveryHeader, id)
	r.Header.Set(TimeHeader, moment)
	if t.Secret != "" {
		r.Header.Set(SignatureHeader, Sign(t.Secret, moment, body))
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	answer, err := client.Do(r)
	if err != nil {
		return true, fmt.Errorf("%w: %s", ErrUnreachable, reason(err))
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, mostAnswer)) // says nothing that is needed
	switch s := answer.StatusCode; {
	case s >= 200 && s < 300:
		return false, nil
	case s >= 500, s == http.StatusRequestTimeout, s == http.StatusTooEarly, s == http.StatusTooManyRequests:
		return true, &StatusError{s}
	default:
		return false, &StatusError{s}
	}
}

// reason says why nothing answered, without the address.
func reason(err error) string {
	var asked *url.Error
	if errors.As(err, &asked) {
		err = asked.Err
	}
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return "its name can't be found"
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	default:
		return "no connection"
	}
}

// Sign returns the signature of a message: "sha256=" and in hexadecimal digits the HMAC-SHA256
// (RFC 2104) of the moment as it is in TimeHeader, a dot and the body.
func Sign(secret, moment string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(moment + "."))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

package profile

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// AddressList is a list of addresses as it is stored: base64 of a raw DEFLATE stream
// (RFC 1951) of the addresses, one on a line. It is stored with every scan of the list,
// and addresses of one site have much in common. "" is no list.
type AddressList string

// maxList is how many bytes the addresses of a list may have, with a line break each.
const maxList = 64 << 20

// NewAddressList returns the list of addresses that have no line breaks.
func NewAddressList(addresses []string) (AddressList, error) {
	if len(addresses) == 0 {
		return "", nil
	}
	var b bytes.Buffer
	encode := base64.NewEncoder(base64.StdEncoding, &b)
	w, err := flate.NewWriter(encode, flate.DefaultCompression)
	if err == nil {
		_, err = io.WriteString(w, strings.Join(addresses, "\n"))
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = encode.Close()
	}
	if err != nil {
		return "", fmt.Errorf("pack list: %w", err)
	}
	return AddressList(b.String()), nil
}

// Addresses returns the addresses in order, nil for no list. The error is ErrSettings.
func (l AddressList) Addresses() ([]string, error) {
	if l == "" {
		return nil, nil
	}
	r := flate.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(string(l))))
	text, err := io.ReadAll(io.LimitReader(r, maxList+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: list: %w", ErrSettings, err)
	case len(text) > maxList:
		return nil, fmt.Errorf("%w: list of more than %d bytes", ErrSettings, maxList)
	}
	return strings.Split(string(text), "\n"), nil
}

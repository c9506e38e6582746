package sitetest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"time"
)

// authority makes certificates of every kind. Roots trust its root only.
type authority struct {
	root, intermediate, stranger pair
	roots                        *x509.CertPool
	now                          time.Time
}

// pair is a certificate with its key.
type pair struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(now time.Time) (*authority, error) {
	a := &authority{roots: x509.NewCertPool(), now: now}
	var err error
	if a.root, err = a.issue(a.ca("Sitetest Root"), pair{}); err != nil {
		return nil, err
	}
	if a.intermediate, err = a.issue(a.ca("Sitetest Intermediate"), a.root); err != nil {
		return nil, err
	}
	if a.stranger, err = a.issue(a.ca("Unknown Root"), pair{}); err != nil {
		return nil, err
	}
	a.roots.AddCert(a.root.cert)
	return a, nil
}

// ca is the template of an authority.
func (a *authority) ca(name string) *x509.Certificate {
	return &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             a.now.AddDate(-1, 0, 0),
		NotAfter:              a.now.AddDate(10, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
}

// issue signs a template by an issuer, the zero one meaning itself.
func (a *authority) issue(template *x509.Certificate, by pair) (pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return pair{}, err
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return pair{}, err
	}
	template.SerialNumber = serial
	if by.cert == nil {
		by = pair{cert: template, key: key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, by.cert, key.Public(), by.key)
	if err != nil {
		return pair{}, err
	}
	cert, err := x509.ParseCertificate(der)
	return pair{cert: cert, key: key}, err
}

// server makes a server's certificate of a kind that the package comment
// lists.
func (a *authority) server(kind, host string) (tls.Certificate, error) {
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: host},
		NotBefore:   a.now.Add(-24 * time.Hour),
		NotAfter:    a.now.AddDate(0, 6, 0),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{host},
		// Where the intermediate could be fetched; nobody answers there.
		IssuingCertificateURL: []string{"http://authority.invalid/intermediate.der"},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.DNSNames, template.IPAddresses = nil, []net.IP{ip}
	}
	by, chain := a.intermediate, []*x509.Certificate{a.intermediate.cert}
	switch kind {
	case "expired":
		template.NotBefore, template.NotAfter = a.now.AddDate(0, -3, 0), a.now.Add(-48*time.Hour)
	case "not-yet-valid":
		template.NotBefore = a.now.Add(48 * time.Hour)
	case "expires-soon":
		template.NotAfter = a.now.Add(10 * 24 * time.Hour)
	case "wrong-host":
		template.DNSNames, template.IPAddresses = []string{"other.example"}, nil
	case "self-signed":
		by, chain = pair{}, nil
		template.IssuingCertificateURL = nil
	case "unknown-authority":
		by, chain = a.stranger, []*x509.Certificate{a.stranger.cert}
	case "incomplete-chain":
		chain = nil
	}
	leaf, err := a.issue(template, by)
	if err != nil {
		return tls.Certificate{}, err
	}
	raw := [][]byte{leaf.cert.Raw}
	for _, c := range chain {
		raw = append(raw, c.Raw)
	}
	return tls.Certificate{Certificate: raw, PrivateKey: crypto.PrivateKey(leaf.key)}, nil
}

// config makes an origin's TLS settings.
func (a *authority) config(o *origin) (*tls.Config, error) {
	cert, err := a.server(o.certificate, o.host)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}}
	if o.protocol != "" {
		config.NextProtos = []string{"h2", "http/1.1"}
	}
	switch o.tls {
	case "1.0":
		config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS10
	case "1.1":
		config.MinVersion, config.MaxVersion = tls.VersionTLS11, tls.VersionTLS11
	case "client-certificate":
		config.ClientAuth = tls.RequireAnyClientCert
	}
	return config, nil
}

package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sitewell/app/core"
)

// documentedKeys is the key store of a person who follows the documentation: a file in the
// home folder.
type documentedKeys struct{ file string }

// keysOfDocumented returns that key store if a test asks for the network of the
// documentation, else none.
func keysOfDocumented() core.KeyStore {
	if os.Getenv(networkVariable) == "" {
		return nil
	}
	return documentedKeys{filepath.Join(os.Getenv("HOME"), "keys.json")}
}

func (k documentedKeys) read() (map[string]string, error) {
	all := map[string]string{}
	text, err := os.ReadFile(k.file)
	if os.IsNotExist(err) {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(text, &all)
}

func (k documentedKeys) write(all map[string]string) error {
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(k.file, text, 0o600)
}

// Get implements core.KeyStore.
func (k documentedKeys) Get(_ context.Context, name string) (string, error) {
	all, err := k.read()
	if secret, has := all[name]; has {
		return secret, nil
	}
	if err == nil {
		err = core.ErrNoSecret
	}
	return "", err
}

// Set implements core.KeyStore.
func (k documentedKeys) Set(_ context.Context, name, secret string) error {
	all, err := k.read()
	if err != nil {
		return err
	}
	all[name] = secret
	return k.write(all)
}

// Delete implements core.KeyStore.
func (k documentedKeys) Delete(_ context.Context, name string) error {
	all, err := k.read()
	if err != nil {
		return err
	}
	delete(all, name)
	return k.write(all)
}

// documentedCertificate is that of all sites of the documentation.
func documentedCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0),
		DNSNames: []string{"example.com", "*.example.com", "example.org"}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

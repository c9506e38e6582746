package message

import (
	"context"
	"crypto/tls"
	"errors"
	"net"

	"sitewell/app/core"
	"sitewell/app/mailer"
	"sitewell/app/webhook"
)

// ForDelivery says why a mail or the message to a webhook was not delivered; ok is false for
// what is not about its way.
func ForDelivery(err error) (s Sentence, ok bool) {
	var status *webhook.StatusError
	var address *mailer.AddressError
	var certificate *tls.CertificateVerificationError
	var name *net.DNSError
	var network net.Error
	switch {
	case errors.As(err, &status):
		return Sentence{Text: "The receiver answered with status {{.Status}}.", Next: "Check the address of the webhook.", Data: map[string]any{"Status": status.Status}}, true
	case errors.Is(err, webhook.ErrUnreachable):
		return Sentence{Text: "The receiver can't be reached.", Next: "Check the address of the webhook."}, true
	case errors.Is(err, mailer.ErrNoStartTLS):
		return Sentence{Text: "The mail server does not offer STARTTLS, so nothing was sent.", Next: "Choose TLS from the beginning, usually on port 465."}, true
	case errors.Is(err, mailer.ErrPasswordInPlain):
		return Sentence{Text: "The password would be sent without encryption, so nothing was sent.", Next: "Choose STARTTLS or TLS."}, true
	case errors.Is(err, mailer.ErrRefused):
		return Sentence{Text: "The mail server refused the user name or the password.", Next: "Type both again. Some providers want a password that is made for programs."}, true
	case errors.As(err, &address) && address.IsRecipient:
		return Sentence{Text: "The mail server takes no mail to {{.Address}}.", Next: "Check the address, and whether the server wants you to sign in.", Data: map[string]any{"Address": address.Address}}, true
	case errors.As(err, &address):
		return Sentence{Text: "The mail server takes no mail from {{.Address}}.", Next: "Most servers want the sender to be an address of your own there.", Data: map[string]any{"Address": address.Address}}, true
	case errors.As(err, &certificate):
		return Sentence{Text: "The certificate of the mail server is not valid, so nothing was sent.", Next: "Check the name of the server. If it is right, its certificate has to be renewed."}, true
	case errors.As(err, &name):
		return Sentence{Text: "There is no server called {{.Name}}.", Next: "Check the name of the server.", Data: map[string]any{"Name": name.Name}}, true
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return Sentence{Text: "The mail server did not answer in time.", Next: "Check its name, the port and the encryption. A firewall may be in the way."}, true
	case errors.As(err, &network):
		return Sentence{Text: "There is no connection to the mail server.", Next: "Check its name, the port and the encryption."}, true
	case errors.Is(err, core.ErrNoSecret):
		return Sentence{Text: "The key store of this computer does not have the address of the webhook.", Next: "Set it again."}, true
	case errors.Is(err, core.ErrNoMailServer), errors.Is(err, core.ErrMailServer), errors.Is(err, core.ErrMailAddress), errors.Is(err, core.ErrWebhookAddress), errors.Is(err, core.ErrKeyStore), errors.Is(err, context.Canceled):
		return Sentence{}, false
	default:
		return Sentence{Text: "It was not accepted: {{.Answer}}", Data: map[string]any{"Answer": err.Error()}}, true
	}
}

package extract

import (
	"bytes"
	"strings"

	"sitewell/scanner/weburl"
)

const (
	parkedBytes = 32 << 10 // of a page that are searched
	parkedWords = 250      // a page that offers a domain says little else
)

// ParkedSign returns the sign by which a page is recognised as that of a domain
// that is parked or for sale (check 93): a script or address that only the
// companies that show such pages have, or an offer of the domain on a page of few
// words. It returns "" if there is no sign, which proves nothing. body may be the
// first bytes of a page only.
func ParkedSign(body []byte, at weburl.URL, contentType string) string {
	body = body[:min(len(body), parkedBytes)]
	page := bytes.ToLower(body)
	for _, mark := range parkedMarks {
		if bytes.Contains(page, []byte(mark)) {
			return mark
		}
	}
	d := HTML(body, at, contentType)
	if d.Words > parkedWords { // an article on the trade in domains
		return ""
	}
	if d.Words == 0 && bytes.Contains(page, []byte(parkedStub)) {
		return parkedStub
	}
	seen := strings.ToLower(d.Title + "\n" + d.Heading + "\n" + d.Sample)
	for _, offer := range parkedOffers {
		if strings.Contains(seen, offer) {
			return offer
		}
	}
	return ""
}

// parkedMarks are texts in the source of parking pages, in lower case. A page that
// merely links to one of these companies does not have them.
var parkedMarks = []string{
	"data-adblockkey=", // the key by which ad blockers let parking pages through
	"sedoparking.com/", "img.sedoparking.com",
	"parkingcrew.net/", "d38psrni17bvxu.cloudfront.net/",
	"parklogic.com/", "bodis.com/", `window.park = "`,
	"/parking-lander/", "wsimg.com/parking",
	"parkingpage.namecheap.com", "namecheap.com/domains/parked",
	"afternic.com/forsale/", "dan.com/buy-domain/",
	"cashparking.com/", "skenzo.com/", "domainsponsor.com/", "parked-content.godaddy.com",
}

// parkedStub is all that GoDaddy answers any address of a domain that is parked there.
const parkedStub = `window.location.href="/lander"`

// parkedOffers are what such pages say to visitors, in lower case.
var parkedOffers = []string{
	"this domain is for sale", "this domain may be for sale", "this domain name is for sale", "domain is available for sale",
	"buy this domain", "this domain is parked", "domain has been parked", "this domain is parked free",
	"this domain has expired", "this domain name has expired", "this domain name expired",
	"this web page is parked", "this site is parked",
	"diese domain steht zum verkauf", "diese domain kaufen", "diese domain ist geparkt", "diese domain wurde registriert und ist",
	"ce domaine est à vendre", "ce nom de domaine est à vendre", "este dominio está en venta", "questo dominio è in vendita",
	"dit domein is te koop", "deze domeinnaam is te koop",
}

package policy

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// Unsafe returns why an address of the site must not be requested while signed
// in, or "" if it may be (check 87).
func (p *Policy) Unsafe(u weburl.URL) (key outcome.Key, reason string) {
	if !p.options.SignedIn || !p.IsInternal(u) {
		return "", ""
	}
	if word := UnsafeWord(u); word != "" {
		return outcome.LogsOut, "could sign out or change something while signed in: it says “" + word + "”"
	}
	return "", ""
}

// UnsafeWord returns the word that suggests that a request for an address, made
// with the owner's rights, signs out, deletes or changes something. It returns
// "" if there is no such word.
//
// When in doubt, an address is unsafe. /delete-your-account.html may be a guide
// or may delete the account; the address does not show which. A guide that is
// skipped is listed with the reason and can be opened by hand, but a deleted
// account is lost. The only exception is a file that browsers load by themselves
// (/icons/delete.png) if nothing else in the address is suspicious.
func UnsafeWord(u weburl.URL) string {
	dir, file := path.Split(decoded(u.Path()))
	for segment := range strings.SplitSeq(dir, "/") {
		if word := command(segment); word != "" {
			return word
		}
	}
	if u.Query() == "" && slices.Contains(assets, strings.ToLower(path.Ext(file))) {
		return ""
	}
	if word := command(file); word != "" {
		return word
	}
	for pair := range strings.FieldsFuncSeq(u.Query(), func(r rune) bool { return r == '&' || r == ';' }) {
		name, value, _ := strings.Cut(pair, "=")
		name, value = decoded(name), decoded(value)
		if slices.Contains(commandNames, strings.ToLower(name)) {
			return name
		}
		for _, part := range []string{name, value} {
			if word := command(part); word != "" {
				return word
			}
		}
	}
	return ""
}

// assets are the extensions of files that browsers load by themselves.
var assets = []string{
	".avif", ".bmp", ".css", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".mjs", ".otf", ".png", ".svg", ".ttf", ".webp", ".woff", ".woff2",
}

// commandNames are query parameters whose value is a command (WordPress, Drupal,
// Joomla, Rails, DokuWiki), or that only links have which change something.
var commandNames = []string{"action", "cmd", "do", "func", "method", "_method", "op", "task", "_wpnonce"}

// command returns the word in one part of an address that is a command to the
// server, or "" if there is none.
func command(part string) string {
	words := split(part)
	for i := range words {
		joined := ""
		for _, word := range words[i:min(i+3, len(words))] {
			joined += word
			if _, found := strongWords[joined]; found {
				return joined
			}
		}
	}
	whole := strings.Join(split(strings.TrimSuffix(part, path.Ext(part))), "")
	if _, found := weakWords[whole]; found {
		return whole
	}
	return ""
}

// split returns the words of a path segment or parameter in lower case without
// accents: "cerrar-sesión", "deleteUser" and "log_out" have two each.
func split(part string) []string {
	var spaced strings.Builder
	var before rune
	for _, r := range part {
		switch {
		case !unicode.IsLetter(r):
			r = ' '
		case unicode.IsUpper(r) && unicode.IsLower(before):
			spaced.WriteByte(' ')
		}
		spaced.WriteRune(r)
		before = r
	}
	return strings.Fields(unaccented(strings.ToLower(spaced.String())))
}

// unaccented removes the marks of letters: é is e, й is и.
func unaccented(s string) string {
	if ascii(s) {
		return s
	}
	without, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		return s
	}
	return without
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// decoded returns s without percent-encoding, as a server reads it, or s itself if
// its encoding is malformed.
func decoded(s string) string {
	if text, err := url.PathUnescape(s); err == nil {
		return text
	}
	return s
}

// strongWords make an address unsafe wherever they occur in a part of it. Several
// words are joined: "log-out" is "logout".
var strongWords = set(
	// English, and what systems call it
	"logout logoff signout signoff delete deletes deleting remove removes destroy erase wipe purge trash unsubscribe uninstall deactivate disable addtocart emptycart clearcart",
	// German
	"abmelden ausloggen loschen loeschen entfernen",
	// French
	"deconnexion deconnecter fermersession supprimer suppression effacer desabonner desinscrire ajouteraupanier",
	// Spanish, Portuguese, Catalan
	"cerrarsesion desconectar desconectarse tancarsessio borrar eliminar suprimir encerrarsessao terminarsessao apagar excluir remover",
	// Italian
	"disconnetti disconnettersi disconnessione elimina eliminare cancella cancellare rimuovi rimuovere",
	// Dutch
	"uitloggen afmelden verwijder verwijderen",
	// Czech, Slovak, Polish
	"odhlasit odhlaseni odhlasenie smazat odstranit zmazat vymazat wyloguj wylogowanie usun usunac",
	// Swedish, Danish, Norwegian, Finnish
	"loggaut utloggning tabort radera logud logaf slet fjern loggut slett kirjauduulos uloskirjautuminen poista",
	// Hungarian, Romanian, Turkish, Croatian
	"kijelentkezes torles deconectare sterge cikisyap cıkısyap oturumukapat odjava obrisi izbrisi",
	// Russian, Ukrainian, Greek
	"выйти удалить вийти видалити αποσυνδεση διαγραφη",
	// Chinese, Japanese, Korean
	"登出 退出 注销 删除 刪除 ログアウト サインアウト 削除 로그아웃 삭제",
)

// weakWords make an address unsafe only if they are a whole part of it: /cart/clear, but not
// /shop/clear-glass-bowl.
var weakWords = set(
	"add approve ban block buynow cancel clear confirm disconnect drop empty exit flush kill leave merge publish quit reboot reject reset restart restore revoke shutdown terminate undo unpublish vote",
	"kundigen kuendigen stornieren leeren annuler vider quitter salir cancelar vaciar sair esci annulla svuota annuleren zrusit anuluj wyjscie cikis cıkıs выход",
)

func set(lists ...string) map[string]struct{} {
	words := make(map[string]struct{})
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			words[unaccented(word)] = struct{}{}
		}
	}
	return words
}

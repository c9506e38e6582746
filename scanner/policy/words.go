package policy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// This file has the words that suggest that something is done, and how they are
// found among the words of an address or of a link's text.

// maxJoined is how many words are joined to one that is in a list: "log me out".
const maxJoined = 3

// strongWord returns what stands among words of which only the first ones, as many
// as starts, may begin it: a strong word, or "".
func strongWord(words []string, starts int) string {
	for i := range min(starts, len(words)) {
		joined := ""
		for _, word := range words[i:min(i+maxJoined, len(words))] {
			joined += word
			if has(strongWords, joined) {
				return joined
			}
		}
		if stem := stemOf(words[i]); stem != "" {
			return stem
		}
	}
	return ""
}

// stemOf returns the strong word that a word begins or ends with ("deleteuser",
// "userlogout"), or contains if it belongs to a script without spaces. It returns
// "" if there is none. What only tells that something was deleted is no command.
func stemOf(word string) string {
	if !ascii(word) {
		if utf8.RuneCountInString(word) <= maxIdeographs {
			for _, stem := range unspacedWords {
				if strings.Contains(word, stem) {
					return stem
				}
			}
		}
		return ""
	}
	for _, stem := range stems {
		if rest, found := strings.CutPrefix(word, stem); found && !has(endings, rest) {
			return stem
		}
		if strings.HasSuffix(word, stem) && word != "un"+stem {
			return stem
		}
	}
	return ""
}

// maxIdeographs is how long a text in Chinese, Japanese or Korean may be to be a
// command rather than a sentence.
const maxIdeographs = 12

// actionIn returns a verb and the thing that it is done to ("cancel subscription",
// "close your account", "emptytrash"), or "" if there is no such pair. Only the
// first words, as many as starts, may be the verb.
func actionIn(words []string, starts int) string {
	for i := range min(starts, len(words)) {
		if action := joinedAction(words[i]); action != "" {
			return action
		}
		if !has(actionVerbs, words[i]) {
			continue
		}
		for _, word := range words[i+1:] {
			if has(actionObjects, word) {
				return words[i] + " " + word
			}
			if !has(fillers, word) {
				break
			}
		}
	}
	return ""
}

// joinedAction returns the verb and the thing that one word is made of, or "".
func joinedAction(word string) string {
	for i := 3; i <= len(word)-3; i++ {
		if has(actionVerbs, word[:i]) && has(actionObjects, word[i:]) || has(actionObjects, word[:i]) && has(actionVerbs, word[i:]) {
			return word[:i] + " " + word[i:]
		}
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

func has(words map[string]struct{}, word string) bool {
	_, found := words[word]
	return found
}

// strongWords make an address or a link unsafe wherever they occur in a part of it. Several
// words are joined: "log-out" is "logout".
var strongWords = set(
	// English, and what systems call it
	"logout logoff logmeout logmeoff signout signmeout signoff endsession delete deletes deleting remove removes destroy erase wipe purge trash unsubscribe uninstall deactivate disable addtocart emptycart clearcart",
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

// stems are strong words that also count as the beginning or the end of a word,
// unless the rest of it is one of endings.
var (
	stems   = strings.Fields("delete remove destroy logout logoff signout signoff unsubscribe deactivate uninstall endsession")
	endings = set("d r rs ed er ers ing able ably")
)

// unspacedWords are the strong words of scripts that put no spaces between words.
var unspacedWords = func() (words []string) {
	for word := range strongWords {
		if strings.ContainsFunc(word, func(r rune) bool {
			return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
		}) {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return words
}()

// weakWords make an address unsafe only if they are a whole part of it: /cart/clear, but not
// /shop/clear-glass-bowl.
var weakWords = set(
	"accept add approve ban block buynow cancel clear clearall close confirm decline del deny detach disconnect dismiss drop empty exit flush kill leave merge",
	"publish quit reboot reject reset restart restore revoke rm shutdown stop suspend terminate undo unlink unpublish void vote",
	"kundigen kuendigen stornieren leeren annuler vider quitter salir cancelar vaciar sair esci annulla svuota annuleren zrusit anuluj wyjscie cikis cıkıs выход",
)

// nouns are weak words that are also the names of ordinary pages. They make an
// address unsafe only if the number of a thing is beside them: /refund/5, but
// not /refund.
var nouns = set("activate charge enable follow like pay payout refund send transfer unfollow withdraw", "bezahlen zahlen")

// protocolWords are the endpoints at which sign-in protocols sign out (SAML).
var protocolWords = set("slo sls")

// actionVerbs make an address or a link unsafe together with one of actionObjects:
// /cancel-subscription, but not /cancel-culture.
var actionVerbs = set(
	"accept approve cancel clear close confirm empty kill pay refund reject reset restart start stop suspend switch terminate transfer void withdraw",
	"kundigen kuendigen leeren schließen schliessen stornieren", "fermer resilier vider", "cancelar cerrar vaciar", "annulla chiudi svuota",
	"annuleren leegmaken opzeggen sluiten", "zrusit anuluj zamknij", "avsluta avbryt", "отменить закрыть",
)

// actionObjects are what actionVerbs are done to.
var actionObjects = set(
	"account accounts basket bill bin booking cart contract deposit instance invitation invoice membership offer order payment plan profile purchase reservation server service session subscription trash user users",
	"abo abonnement bestellung buchung konto mitgliedschaft papierkorb vertrag warenkorb", "commande compte corbeille panier reservation",
	"carrito cesta cuenta papelera pedido reserva suscripcion conta assinatura", "abbonamento carrello cestino ordine prenotazione",
	"bestelling prullenbak winkelwagen", "ucet objednavku kosik konto zamowienie koszyk", "konto prenumeration", "аккаунт заказ подписку корзину",
)

// fillers may come between a verb and its object.
var fillers = set("a all an my our the this your", "mein meine meinen das den dieses ihr ihre", "mon ma le la les votre", "el mi su tu il mio", "mijn het de")

func set(lists ...string) map[string]struct{} {
	words := make(map[string]struct{})
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			words[unaccented(word)] = struct{}{}
		}
	}
	return words
}

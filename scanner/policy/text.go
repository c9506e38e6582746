package policy

import (
	"strings"
	"unicode/utf8"
)

// UnsafeText returns the word that suggests that a link with this text signs out,
// deletes or changes something ("Log out", "Konto löschen"), or "" if there is
// none. The text is what a link is called: its words, its image's, or its label.
//
// A command is short, so only the beginning of a long text counts: "Delete all the
// messages that were ever sent to me" is a command, "Why the council will remove all trees
// along the river" is a headline.
func UnsafeText(text string) string {
	words := split(text)
	starts := len(words)
	if starts > maxCommandWords {
		starts = 1
	}
	if word := strongWord(words, starts); word != "" {
		return word
	}
	if action := actionIn(words, starts); action != "" && len(words) <= maxCommandWords {
		return action
	}
	if whole := strings.Join(words, ""); utf8.RuneCountInString(whole) < 30 && has(textWords, whole) {
		return whole
	}
	return ""
}

// maxCommandWords is how many words the text of a command has at most.
const maxCommandWords = 7

// UnsafeMark returns the word in a class or an ID of a link that suggests the same,
// or "" if there is none. Classes also say how things look ("remove-underline",
// "clear"), so only words for signing out count anywhere in them, and other
// strong words if they are all of one.
func UnsafeMark(classes string) string {
	for class := range strings.FieldsSeq(classes) {
		words := split(class)
		whole := strings.Join(words, "")
		if has(strongWords, whole) {
			return whole
		}
		for i := range words {
			joined := ""
			for _, word := range words[i:min(i+maxJoined, len(words))] {
				if joined += word; has(signOutWords, joined) {
					return joined
				}
			}
		}
	}
	return ""
}

var signOutWords = set("logout logoff signout signoff endsession abmelden ausloggen deconnexion cerrarsesion uitloggen")

// textWords make a link unsafe if they are all of its text. Words of weakWords that
// usually lead back to a page without doing anything ("Cancel", "Close", "Add",
// "Reset") are not among them.
var textWords = set(
	"approve ban block buynow disconnect exit kill paynow payorder placeorder publish quit reboot refund restart restore revoke shutdown terminate unpublish void",
	"kundigen kuendigen stornieren", "quitter resilier", "salir", "sair", "esci", "wyjscie", "cikis cıkıs", "выход",
)

package policy

import "testing"

// check 87: the words of a link say what it does where its address does not.
func TestUnsafeText(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Log out", "logout"},
		{"Logout", "logout"},
		{"LOG OUT", "logout"},
		{"» Sign out of all devices", "signout"},
		{"Log me out", "logmeout"},
		{"Delete account", "delete"},
		{"Delete my account and everything that is in it for ever", "delete"},
		{"Yes, delete it", "delete"},
		{"× Remove", "remove"},
		{"Cancel subscription", "cancel subscription"},
		{"Close your account", "close account"},
		{"Empty trash", "trash"},
		{"Approve", "approve"},
		{"Place order", "placeorder"},
		{"Abmelden", "abmelden"},
		{"Konto löschen", "loschen"},
		{"Benutzer entfernen", "entfernen"},
		{"Se déconnecter", "deconnecter"},
		{"Déconnexion", "deconnexion"},
		{"Supprimer le compte", "supprimer"},
		{"Cerrar sesión", "cerrarsesion"},
		{"Eliminar cuenta", "eliminar"},
		{"Salir", "salir"},
		{"Terminar sessão", "terminarsessao"},
		{"Sair", "sair"},
		{"Esci", "esci"},
		{"Elimina account", "elimina"},
		{"Uitloggen", "uitloggen"},
		{"Account verwijderen", "verwijderen"},
		{"Odhlásit se", "odhlasit"},
		{"Smazat účet", "smazat"},
		{"Wyloguj się", "wyloguj"},
		{"Usuń konto", "usun"},
		{"Logga ut", "loggaut"},
		{"Log ud", "logud"},
		{"Logg ut", "loggut"},
		{"Kirjaudu ulos", "kirjauduulos"},
		{"Kijelentkezés", "kijelentkezes"},
		{"Deconectare", "deconectare"},
		{"Çıkış yap", "cıkısyap"},
		{"Odjava", "odjava"},
		{"Выйти", unaccented("выйти")},
		{"Удалить аккаунт", "удалить"},
		{"Αποσύνδεση", "αποσυνδεση"},
		{"退出", "退出"},
		{"删除账户", "删除"},
		{"ログアウトする", unaccented("ログアウト")},
		{"계정 삭제", "삭제"},

		{"", ""},
		{"Home", ""},
		{"Orders", ""},
		{"Order 5", ""},
		{"Cancel", ""}, // leads back to a list
		{"Close", ""},
		{"Add", ""}, // leads to a form
		{"Reset filters", ""},
		{"Payment methods", ""},
		{"Refund policy", ""},
		{"Transfer students", ""},
		{"Deleted scenes", ""},
		{"Removal services", ""},
		{"Clear glass bowl", ""},
		{"Close-up photos", ""},
		{"Cancel culture and the rest of us", ""},
		{"Your cart is empty", ""},
		{"Why the council will remove all trees along the river", ""}, // a headline
		{"英国宣布正式退出欧洲联盟之后的经济影响", ""},                                   // a headline
	}
	for _, tt := range tests {
		if got := UnsafeText(tt.text); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestUnsafeMark(t *testing.T) { // check 87
	tests := []struct{ classes, want string }{
		{"menu-item wp-admin-bar-logout", "logout"},
		{"btn delete", "delete"},
		{"nav__sign-out", "signout"},
		{"", ""},
		{"btn btn-primary", ""},
		{"remove-underline clear disabled add", ""}, // how it looks
		{"fa fa-times", ""},
	}
	for _, tt := range tests {
		if got := UnsafeMark(tt.classes); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.classes, got, tt.want)
		}
	}
}

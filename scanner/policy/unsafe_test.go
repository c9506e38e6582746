package policy

import (
	"testing"

	"sitewell/scanner/weburl"
)

func TestUnsafeWord(t *testing.T) { // check 87
	tests := []struct {
		address string // below https://site.test
		want    string // the word, "" for harmless
	}{
		{"/logout", "logout"},
		{"/wp-login.php?action=logout&_wpnonce=1", "action"},
		{"/user/logout", "logout"},
		{"/Account/LogOut", "logout"},
		{"/account/logOff.aspx", "logoff"},
		{"/sign-out", "signout"},
		{"/sign_off/", "signoff"},
		{"/%6Cog%6Fut", "logout"},
		{"/index.php?route=account/logout", "logout"},
		{"/ucp.php?mode=logout&sid=1", "logout"},
		{"/?customer-logout=true", "logout"},
		{"/shop/?add-to-cart=15", "addtocart"},
		{"/cart/?remove_item=abc", "remove"},
		{"/cart/remove", "remove"},
		{"/cart/clear", "clear"},
		{"/cart/clear.php", "clear"},
		{"/cart/add/7", "add"},
		{"/user.erase", "erase"},
		{"/logout.action", "logout"},
		{"/run?what=user.wipe", "wipe"},
		{"/posts/5/delete", "delete"},
		{"/deleteUser.do", "delete"},
		{"/admin/users/delete-user/3", "delete"},
		{"/doku.php?do=admin", "do"},
		{"/admin?op=x", "op"},
		{"/posts/3?_method=DELETE", "_method"},
		{"/index.php?option=com_users&task=user.logout", "task"},
		{"/newsletter/unsubscribe", "unsubscribe"},
		{"/d%C3%A9connexion", "deconnexion"},
		{"/se-deconnecter", "deconnecter"},
		{"/cerrar-sesion", "cerrarsesion"},
		{"/cerrar-sesi%C3%B3n", "cerrarsesion"},
		{"/uitloggen", "uitloggen"},
		{"/odhlasit", "odhlasit"},
		{"/odhl%C3%A1sit", "odhlasit"},
		{"/konto/abmelden", "abmelden"},
		{"/eintrag/l%C3%B6schen?id=3", "loschen"},
		{"/terminar-sess%C3%A3o", "terminarsessao"},
		{"/wyloguj", "wyloguj"},
		{"/kirjaudu-ulos", "kirjauduulos"},
		{"/%E3%83%AD%E3%82%B0%E3%82%A2%E3%82%A6%E3%83%88", unaccented("ログアウト")},
		{"/delete/photo.jpg", "delete"},
		{"/icons/delete.png?confirm=1", "delete"},
		// An address does not show whether it is a guide, so guides are unsafe,
		// too. They can be opened by hand, but a deleted account is lost.
		{"/delete-your-account-guide.html", "delete"},
		{"/how-to-remove-stains", "remove"},

		{"/", ""},
		{"/login", ""},
		{"/wp-admin/", ""},
		{"/blog/out-of-the-box", ""},
		{"/catalogue/outdoor", ""},
		{"/deleted-scenes", ""},
		{"/removal-services", ""},
		{"/address", ""},
		{"/shop/clear-glass-bowl", ""},
		{"/add-ons/list", ""},
		{"/reset-your-mind-course", ""},
		{"/icons/delete.png", ""},
		{"/css/logout.css", ""},
		{"/?page=2&sort=price", ""},
		{"/search?q=bread", ""},
	}
	for _, tt := range tests {
		t.Run(tt.address, func(t *testing.T) {
			u, err := weburl.Parse("https://site.test" + tt.address)
			if err != nil {
				t.Fatal(err)
			}
			if got := UnsafeWord(u); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

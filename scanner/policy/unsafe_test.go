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
		{"/deleteuser", "delete"},
		{"/deleteuser.php", "delete"},
		{"/userlogout", "logout"},
		{"/?del=5", "del"},
		{"/?act=del", "del"},
		{"/rm/5", "rm"},
		{"/account/close", "close"},
		{"/account-close", "account close"},
		{"/close-account", "close account"},
		{"/cancel-subscription", "cancel subscription"},
		{"/cancel-my-subscription", "cancel subscription"},
		{"/konto-schlie%C3%9Fen", "konto schließen"},
		{"/emptytrash", "empty trash"},
		{"/empty-the-trash", "trash"},
		{"/connect/endsession", "endsession"},
		{"/connect/EndSession", "endsession"},
		{"/saml/slo", "slo"},
		{"/Saml2/SLO?SAMLRequest=x", "slo"},
		{"/saml/singleLogoutService", "logout"},
		{"/logmeout", "logmeout"},
		{"/log-me-out", "logmeout"},
		{"/pay/5", "pay"},
		{"/pay?order=5", "pay"},
		{"/refund/5", "refund"},
		{"/refund/INV-2024-7", "refund"},
		{"/transfer/5", "transfer"},
		{"/transfer/6f9619ff-8b86-d011-b42d-00c04fc964ff", "transfer"},
		{"/?transfer=5", "transfer"},
		{"/order/5/void", "void"},
		{"/accept/5", "accept"},
		{"/server/stop", "stop"},
		{"/?_switch_user=anna", "_switch_user"},
		{"/?_switch_user=_exit", "_switch_user"},
		{"/%E5%88%A0%E9%99%A4%E7%94%A8%E6%88%B7", "删除"},
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

		// A word that is also the name of ordinary pages counts only as a whole part,
		// beside the number of a thing, or together with what it is done to.
		{"/order/5", ""},                             // looks at an order
		{"/orders?page=5", ""},                       //
		{"/payment-methods", ""},                     // “payment” is not “pay”
		{"/payments/5", ""},                          //
		{"/pay-as-you-go", ""},                       // nothing is paid
		{"/ways-to-pay", ""},                         //
		{"/pay", ""},                                 // the page on which one pays
		{"/paypal", ""},                              //
		{"/transfer-students.html", ""},              // not all of the part
		{"/transfer", ""},                            // a hotel's airport transfer
		{"/money-transfer", ""},                      //
		{"/refund", ""},                              // the conditions
		{"/refund-policy/2024", ""},                  //
		{"/accept-cookies-policy", ""},               // a policy; cookies are nothing that is lost
		{"/del-mar-hotel", ""},                       // a place
		{"/rm-williams-boots", ""},                   // a brand
		{"/close-up-photos", ""},                     //
		{"/closed", ""},                              //
		{"/bus-stops/5", ""},                         //
		{"/stop-smoking", ""},                        //
		{"/end-user-licence", ""},                    //
		{"/cancel-culture", ""},                      //
		{"/cancellation-policy", ""},                 //
		{"/subscription-plans", ""},                  //
		{"/avoid-plastic", ""},                       //
		{"/slo/", ""},                                // a language
		{"/slo/kontakt", ""},                         //
		{"/reset-password", ""},                      // the form; nothing is reset yet
		{"/deleted", ""},                             // tells, does not do
		{"/remover-of-stains-is-removed", "remover"}, // Portuguese for “remove”: when in doubt
		{"/destroyers", ""},                          //
		{"/undelete-a-file", ""},                     //
		{"/users/5", ""},                             //
		{"/trashcans", ""},                           //
		{"/acceptance", ""},                          //
		{"/follow-us", ""},                           //
		{"/like-new", ""},                            //
		{"/activate", ""},                            //
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

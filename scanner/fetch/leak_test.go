package fetch_test

import (
	"strings"
	"testing"

	"sitewell/scanner/fetch"
)

// check 94
func TestLeak(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"PHP", `<b>Fatal error</b>:  Uncaught Error: x() in <b>/var/www/html/wp-content/a.php</b> on line <b>12</b>`, "Fatal error : Uncaught Error: x() in /var/www/html/wp-content/a.php on line 12"},
		{"PHP on Windows", `Warning: include(x.php): failed in C:\inetpub\wwwroot\a.php on line 3`, `Warning: include(x.php): failed in C:\inetpub\wwwroot\a.php on line 3`},
		{"PHP trace", "#0 /home/shop/public_html/index.php(14): start()", "#0 /home/shop/public_html/index.php(14)"},
		{"Laravel", `Illuminate\Database\QueryException: no`, `Illuminate\Database\QueryException`},
		{"Python", "<pre>Traceback (most recent call last):\n  File", "Traceback (most recent call last)"},
		{"Python escaped", "File &quot;/srv/app/views.py&quot;, line 10, in get", `File "/srv/app/views.py", line 10, in`},
		{"Django", "You're seeing this error because you have <code>DEBUG = True</code> in", "You're seeing this error because you have DEBUG = True"},
		{"Java", "at com.shop.web.Cart.add(Cart.java:42)", "at com.shop.web.Cart.add(Cart.java:42)"},
		{"Java exception", "java.lang.NullPointerException", "java.lang.NullPointerException"},
		{"Tomcat", "<h3>Apache Tomcat/9.0.71</h3>", "Apache Tomcat/9.0.71"},
		{".NET", `at Shop.Cart.Add(Int32 id) in C:\src\Shop\Cart.cs:line 42`, `at Shop.Cart.Add(Int32 id) in C:\src\Shop\Cart.cs:line 42`},
		{".NET title", "<h1>Server Error in '/' Application.</h1>", "Server Error in '/' Application"},
		{"Ruby", "/app/models/cart.rb:12:in `add'", "/app/models/cart.rb:12:in `add'"},
		{"Rails", "ActiveRecord::RecordNotFound", "ActiveRecord::RecordNotFound"},
		{"Node", "at Object.<anonymous> (/srv/app/index.js:10:5)", "at Object. (/srv/app/index.js:10:5)"},
		{"Go", "goroutine 1 [running]:\nmain.main()", "goroutine 1 [running"},
		{"MySQL", "You have an error in your SQL syntax; check the manual that", "You have an error in your SQL syntax; check the manual"},
		{"PDO", "SQLSTATE[HY000] [2002] Connection refused", "SQLSTATE[HY000]"},
		{"Oracle", "ORA-00942: table or view does not exist", "ORA-00942:"},
		{"MySQL user", "Access denied for user 'shop'@'localhost' (using password: YES)", "Access denied for user 'shop'@'localhost'"},
		{"Postgres", `ERROR:  relation "carts" does not exist`, `ERROR: relation "carts"`},
		{"nginx version", "<hr><center>nginx/1.18.0 (Ubuntu)</center>", "nginx/1.18.0"},
		{"Apache version", "<address>Apache/2.4.41 (Ubuntu) Server at shop.example Port 80</address>", "Apache/2.4.41 (Ubuntu) Server at"},

		{"plain 404", "<h1>404 Not Found</h1><hr><center>nginx</center>", ""},
		{"friendly", "<h1>Oops! Something went wrong.</h1><p>Our team was told. Warning: this may take a while.</p>", ""},
		{"a path of the site", "<p>The page /shop/cart.php was not found on this server.</p>", ""},
		{"prose", "<p>Our Java course explains exceptions and errors. Go to page 1 [running shoes].</p>", ""},
		{"nothing", "", ""},
	} {
		phrase, ok := fetch.FindLeak([]byte(test.body))
		if phrase != test.want || ok != (test.want != "") {
			t.Errorf("%s: got %q, want %q", test.name, phrase, test.want)
		}
	}
	if phrase, _ := fetch.FindLeak([]byte("Fatal error: " + strings.Repeat("x", 290) + " in /var/www/html/a.php on line 1")); len(phrase) > 200 {
		t.Errorf("%d bytes of phrase", len(phrase))
	}
}

func BenchmarkLeak(b *testing.B) {
	page := []byte(strings.Repeat("<p>An ordinary paragraph of an error page, with a <a href=\"/home\">link</a>.</p>\n", 400))
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		fetch.FindLeak(page)
	}
}

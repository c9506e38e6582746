package extract

import "testing"

// The heads are as WordPress documents and writes them, with its permalinks and without.
func TestPost(t *testing.T) {
	const generator = `<meta name="generator" content="WordPress 6.6" />`
	for name, tt := range map[string]struct {
		html string
		want Post
	}{
		"post": {`<head><link rel="https://api.w.org/" href="https://www.example.com/wp-json/" /><link rel="alternate" title="JSON" type="application/json" href="https://www.example.com/wp-json/wp/v2/posts/123" />
			<link rel='shortlink' href='https://www.example.com/?p=123' /></head><body class="post-template-default single single-post postid-123 single-format-standard logged-in">`, Post{123, "/"}},
		"page in a folder": {`<head><link rel="https://api.w.org/" href="https://www.example.com/blog/wp-json/" /><link rel="alternate" type="application/json" href="https://www.example.com/blog/wp-json/wp/v2/pages/7" /></head>
			<body class="page-template-default page page-id-7">`, Post{7, "/blog/"}},
		"front page without a shortlink": {`<head><link rel="https://api.w.org/" href="https://www.example.com/wp-json/" /><link rel="shortlink" href="https://www.example.com/" /></head><body class="home page-template page page-id-2">`, Post{2, "/"}},
		"without permalinks": {`<head><link rel="https://api.w.org/" href="https://www.example.com/index.php?rest_route=/" /><link rel="alternate" type="application/json" href="https://www.example.com/index.php?rest_route=/wp/v2/posts/5" /></head>
			<body class="single postid-5">`, Post{5, "/"}},
		"escaped route":             {`<link rel="alternate" type="application/json" href="https://www.example.com/index.php?rest_route=%2Fwp%2Fv2%2Fposts%2F5" />`, Post{5, "/"}},
		"shortlink alone":           {`<link rel=shortlink href="/?p=9">`, Post{9, "/"}},
		"class and generator":       {generator + `<body class="single postid-44">`, Post{44, "/"}},
		"class of another system":   {`<meta name=generator content="TYPO3 CMS"><body class="page-id-12">`, Post{}},
		"archive of a category":     {`<link rel="https://api.w.org/" href="https://www.example.com/wp-json/" /><link rel="alternate" type="application/json" href="https://www.example.com/wp-json/wp/v2/categories/4" /><body class="archive category category-4">`, Post{}},
		"another host":              {`<link rel="https://api.w.org/" href="https://evil.example/wp-json/" /><link rel=shortlink href="https://evil.example/?p=3"><body class="postid-3">`, Post{}},
		"no number":                 {generator + `<link rel=shortlink href="/?p=9x"><body class="postid- page-id-0 postid--3 postid-99999999999999999999">`, Post{}},
		"quotes in the folder":      {`<link rel=shortlink href='/a"b/?p=9'>`, Post{9, "/a%22b/"}},
		"JSON feed of other things": {generator + `<link rel="alternate" type="application/json" href="/feed.json">`, Post{}},
		"in an embedded document":   {`<body><iframe srcdoc="<link rel=shortlink href='/?p=9'>"></iframe>`, Post{}},
	} {
		if got := HTML([]byte("<!doctype html>"+tt.html+"<p>Text"), at(t, "https://www.example.com/x/y"), "text/html; charset=utf-8").Post; got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

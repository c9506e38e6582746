package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"sitewell/app/report/redirects"
)

// server is a web server with the rules of one format.
type server struct {
	format  redirects.Format
	program string
	test    []string // arguments that check the configuration
	run     []string // that start it; FILE stands for the configuration in both
	rules   string   // the file for the rules
	file    string   // that of the configuration
	config  string   // in which DIR and ADDRESS are filled in
}

func servers() []server {
	return []server{
		{
			format: redirects.NGINX, program: "/usr/sbin/nginx", test: []string{"-t", "-c", "FILE"}, run: []string{"-c", "FILE"}, rules: "rules.conf", file: "nginx.conf",
			config: `daemon off;
worker_processes 1;
pid DIR/pid;
error_log DIR/error.log;
events {}
http {
	access_log off;
	client_body_temp_path DIR/body;
	proxy_temp_path DIR/proxy;
	fastcgi_temp_path DIR/fastcgi;
	uwsgi_temp_path DIR/uwsgi;
	scgi_temp_path DIR/scgi;
	include DIR/rules.conf;
	server {
		listen ADDRESS;
		root DIR/site;
		if ($sitewell_redirect) { return 301 $sitewell_redirect; }
	}
}
`,
		},
		{
			format: redirects.Apache, program: "/usr/sbin/apache2", test: []string{"-t", "-f", "FILE"}, run: []string{"-D", "FOREGROUND", "-f", "FILE"}, rules: "site/.htaccess", file: "apache.conf",
			config: `ServerRoot DIR
ServerName 127.0.0.1
Listen ADDRESS
PidFile DIR/pid
DefaultRuntimeDir DIR
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
DirectoryIndex index.html
DocumentRoot DIR/site
ErrorLog DIR/error.log
AllowEncodedSlashes On
<Directory DIR/site>
	AllowOverride All
	Require all granted
</Directory>
`,
		},
		{
			format: redirects.Caddy, program: "/usr/bin/caddy", test: []string{"validate", "--adapter", "caddyfile", "--config", "FILE"},
			run: []string{"run", "--adapter", "caddyfile", "--config", "FILE"}, rules: "rules.caddy", file: "Caddyfile",
			config: `{
	admin off
	auto_https off
	storage file_system DIR/storage
}
http:// {
	bind 127.0.0.1
	import DIR/rules.caddy
	root * DIR/site
	file_server
}
`,
		},
	}
}

// try starts the server with rules, and returns how many requests it answered right.
func (s server) try(ctx context.Context) (right int, err error) {
	dir, err := os.MkdirTemp("", "sitewell-redirects-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	address, err := freeAddress()
	if err != nil {
		return 0, err
	}
	requests, rules := requestsTo("http://" + address)
	file := redirects.Build(s.format, "http://"+address+"/", rules, nil)
	for _, left := range file.Left {
		uri := strings.TrimPrefix(left.From, "http://"+address)
		fmt.Printf("%-7s left out, as it is documented (%s): %.60s\n", s.format, left.Why, uri)
		for i := range requests {
			if requests[i].uri == uri {
				requests[i].want = ""
			}
		}
	}
	stop, err := s.start(ctx, dir, address, file.Text)
	if err != nil {
		return 0, err
	}
	defer stop()
	var wrong error
	for _, r := range requests {
		if err := check(ctx, address, r); err != nil {
			wrong = errors.Join(wrong, err)
		} else {
			right++
		}
	}
	return right, wrong
}

// start writes the files of the server, has it check them, and starts it. The caller
// must call stop.
func (s server) start(ctx context.Context, dir, address string, rules []byte) (stop func(), err error) {
	site := filepath.Join(dir, "site")
	config := strings.NewReplacer("DIR", dir, "ADDRESS", address).Replace(s.config)
	if s.format == redirects.Caddy {
		_, port, _ := strings.Cut(address, ":")
		config = strings.Replace(config, "http:// {", "http://:"+port+" {", 1)
	}
	err = errors.Join(
		os.Chmod(dir, 0o755), os.Mkdir(site, 0o755), // servers read it as another user
		os.WriteFile(filepath.Join(site, "index.html"), []byte("<!doctype html><title>Start</title>"), 0o644),
		os.WriteFile(filepath.Join(dir, s.rules), rules, 0o644),
		os.WriteFile(filepath.Join(dir, s.file), []byte(config), 0o644),
	)
	if err != nil {
		return nil, err
	}
	if said, err := s.command(ctx, dir, s.test).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the server does not take the rules: %w: %s", err, said)
	}
	command := s.command(ctx, dir, s.run)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	stop = func() {
		_ = command.Process.Signal(os.Interrupt)
		<-ended
	}
	for range 100 {
		select {
		case err := <-ended:
			return nil, fmt.Errorf("the server ended: %w: %s", err, said.Bytes())
		case <-time.After(100 * time.Millisecond):
		}
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			return stop, nil
		}
	}
	stop()
	return nil, errors.New("the server does not answer")
}

// command returns a command of the server with its files in dir.
func (s server) command(ctx context.Context, dir string, args []string) *exec.Cmd {
	filled := make([]string, len(args))
	for i, arg := range args {
		filled[i] = strings.ReplaceAll(arg, "FILE", filepath.Join(dir, s.file))
	}
	command := exec.CommandContext(ctx, s.program, filled...)
	command.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 5 * time.Second
	return command
}

// freeAddress returns an address of loopback that nothing listens to.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

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
	"text/template"
	"time"
)

// server is a web server with its limits.
type server struct {
	name    string
	program string
	modules []string // of Apache
	limits  string   // lines of its configuration
	config  *template.Template
	args    []string // before the file of the configuration
}

const (
	nginxProgram  = "/usr/sbin/nginx"
	apacheProgram = "/usr/sbin/apache2"
	apacheModules = "/usr/lib/apache2/modules/"
	// oldPCRE is what Debian 12's mod_qos needs and neither names nor loads. Apache
	// itself has the newer PCRE2.
	oldPCRE = "/usr/lib/x86_64-linux-gnu/libpcre.so.3"
)

// servers returns all servers to try.
func servers() []server {
	var all []server
	for _, rate := range []int{1, 3, 10, 50} {
		for _, status := range []int{503, 429} {
			all = append(all, server{
				name:    fmt.Sprintf("nginx limit_req, %d a second, status %d", rate, status),
				program: nginxProgram, config: nginxConfig, args: []string{"-c"},
				limits: fmt.Sprintf("limit_req_zone $binary_remote_addr zone=one:1m rate=%dr/s; limit_req zone=one; limit_req_status %d;", rate, status),
			})
		}
	}
	apache := func(name, limits string, modules ...string) {
		all = append(all, server{name: name, program: apacheProgram, config: apacheConfig, args: []string{"-D", "FOREGROUND", "-f"}, limits: limits, modules: modules})
	}
	evasive := apacheModules + "mod_evasive20.so"
	apache("Apache mod_evasive, as it is by default", "DOSPageCount 2\nDOSSiteCount 50", evasive)
	apache("Apache mod_evasive, 10 requests a second", "DOSPageCount 2\nDOSSiteCount 10", evasive)
	qos := []string{oldPCRE, apacheModules + "mod_qos.so"}
	apache("Apache mod_qos, one request at once", "QS_LocRequestLimit / 1", qos...)
	apache("Apache mod_qos, one request at once, status 503", "QS_LocRequestLimit / 1\nQS_ErrorResponseCode 503", qos...)
	apache("Apache mod_qos, one connection for each client", "QS_SrvMaxConnPerIP 1\nQS_SrvMaxConnExcludeIP 192.0.2.1", qos...)
	apache("Apache mod_qos, 30 requests in 10 seconds", "SetEnvIf Request_URI / QS_Limit=yes\nQS_ClientEventLimitCount 30 10", qos...)
	return all
}

// missing returns what the server needs and is not installed, or "".
func (s server) missing() string {
	for _, path := range append([]string{s.program}, s.modules...) {
		if _, err := os.Stat(path); err != nil {
			return path
		}
	}
	return ""
}

// start starts the server on a free port of loopback. Its files are in dir, beside
// which the folder of the site is. The caller must call stop.
func (s server) start(ctx context.Context, dir string) (port int, stop func(), err error) {
	if port, err = freePort(); err != nil {
		return 0, nil, err
	}
	var config bytes.Buffer
	err = s.config.Execute(&config, map[string]any{
		"Dir": dir, "Site": filepath.Join(filepath.Dir(dir), "site"), "Port": port, "Limits": s.limits, "Modules": s.modules,
	})
	if err != nil {
		return 0, nil, err
	}
	file := filepath.Join(dir, "server.conf")
	if err := os.WriteFile(file, config.Bytes(), 0o644); err != nil {
		return 0, nil, err
	}
	command := exec.CommandContext(ctx, s.program, append(s.args, file)...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 5 * time.Second
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		return 0, nil, err
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
			return 0, nil, fmt.Errorf("the server ended: %w: %s", err, said.Bytes())
		case <-time.After(100 * time.Millisecond):
		}
		if connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			connection.Close()
			return port, stop, nil
		}
	}
	stop()
	return 0, nil, errors.New("the server does not answer")
}

// freePort returns a port of loopback that nothing listens to.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// The logs have nothing but the status of each response.
var (
	nginxConfig = template.Must(template.New("nginx").Parse(`daemon off;
worker_processes 1;
pid {{.Dir}}/pid;
error_log {{.Dir}}/error.log;
events {}
http {
	types { text/html html; }
	log_format status '$status';
	access_log {{.Dir}}/access.log status;
	client_body_temp_path {{.Dir}}/body;
	proxy_temp_path {{.Dir}}/proxy;
	fastcgi_temp_path {{.Dir}}/fastcgi;
	uwsgi_temp_path {{.Dir}}/uwsgi;
	scgi_temp_path {{.Dir}}/scgi;
	{{.Limits}}
	server {
		listen 127.0.0.1:{{.Port}};
		root {{.Site}};
	}
}
`))
	apacheConfig = template.Must(template.New("apache").Parse(`ServerRoot {{.Dir}}
ServerName 127.0.0.1
Listen 127.0.0.1:{{.Port}}
PidFile {{.Dir}}/pid
DefaultRuntimeDir {{.Dir}}
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
LoadModule setenvif_module /usr/lib/apache2/modules/mod_setenvif.so
{{range .Modules -}}
{{if eq . "/usr/lib/apache2/modules/mod_evasive20.so"}}LoadModule evasive20_module {{.}}
{{else if eq . "/usr/lib/apache2/modules/mod_qos.so"}}LoadModule qos_module {{.}}
{{else}}LoadFile {{.}}
{{end}}{{end -}}
TypesConfig /etc/mime.types
DirectoryIndex index.html
DocumentRoot {{.Site}}
ErrorLog {{.Dir}}/error.log
LogFormat "%>s" status
CustomLog {{.Dir}}/access.log status
# One process, because mod_evasive counts in each of them.
StartServers 1
ServerLimit 1
MaxRequestWorkers 64
ThreadsPerChild 64
{{.Limits}}
`))
)

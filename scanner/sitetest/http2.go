package sitetest

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// converse2 answers on an HTTP/2 connection. Of the directives, "times",
// "when", "unless", "wait", "delay", "hang", "reset", "encode", "bomb",
// "padding", "maze" and "repeat" work there; "reset" resets the stream.
func (s *Site) converse2(conn *tls.Conn, o *origin, h http.Handler, number int) {
	if o.protocol != "h2" {
		s.misbehave2(conn, o, number)
		return
	}
	if h == nil {
		h = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.answer2(w, r, o, number) })
	} else {
		h = s.counted(o, h, number)
	}
	s.serveHandler(conn, h)
}

func (s *Site) answer2(w http.ResponseWriter, r *http.Request, o *origin, number int) {
	request := &request{
		origin: o, method: r.Method, uri: r.URL.RequestURI(), header: r.Header, proto: r.Proto, conn: number,
	}
	sec, full, end := s.begin(request)
	defer end()
	if full {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if !s.hold(o, sec) {
		return
	}
	if sec.close || sec.reset != nil {
		panic(http.ErrAbortHandler)
	}
	if is(sec.hang, "") {
		<-r.Context().Done()
		return
	}
	status, fields, body := sec.content(request)
	for _, f := range fields {
		w.Header().Add(f.name, f.value)
	}
	w.WriteHeader(status.code)
	_, _ = w.Write(body)
	if is(sec.hang, "body") {
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
}

// misbehave2 plays a peer that answers no request as it should: it resets
// each stream with a code, says that it goes away, sends a header without
// end, or opens the flow-control window further than RFC 9113 §6.9.1 allows,
// before the header of its answer or within the body.
func (s *Site) misbehave2(conn net.Conn, o *origin, number int) {
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(conn, preface); err != nil {
		return
	}
	framer := http2.NewFramer(conn, conn)
	if framer.WriteSettings() != nil {
		return
	}
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		switch f := frame.(type) {
		case *http2.SettingsFrame:
			if !f.IsAck() {
				err = framer.WriteSettingsAck()
			}
		case *http2.HeadersFrame:
			_, _, end := s.begin(&request{origin: o, method: "GET", uri: "/", proto: "HTTP/2.0", conn: number})
			end()
			err = misanswer2(framer, o, f.StreamID)
		}
		if err != nil {
			return
		}
	}
}

func misanswer2(framer *http2.Framer, o *origin, stream uint32) error {
	switch o.protocol {
	case "h2-reset":
		return framer.WriteRSTStream(stream, http2.ErrCode(o.code))
	case "h2-goaway":
		return framer.WriteGoAway(0, http2.ErrCode(o.code), nil)
	case "h2-window":
		return overflowWindow(framer, stream)
	}
	var block bytes.Buffer
	encoder := hpack.NewEncoder(&block)
	if err := encoder.WriteField(hpack.HeaderField{Name: ":status", Value: "200"}); err != nil {
		return err
	}
	endHeaders := o.protocol == "h2-window-body"
	if err := framer.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block.Bytes(), EndHeaders: endHeaders}); err != nil {
		return err
	}
	if o.protocol == "h2-window-body" {
		return overflowWindow(framer, stream)
	}
	for {
		block.Reset()
		field := hpack.HeaderField{Name: "x-padding", Value: string(bytes.Repeat([]byte{'x'}, 8<<10)), Sensitive: true}
		if err := encoder.WriteField(field); err != nil {
			return err
		}
		if err := framer.WriteContinuation(stream, false, block.Bytes()); err != nil {
			return err
		}
	}
}

// overflowWindow widens the window of a stream twice by as much as one frame
// can. net/http's client of Go 1.26 then takes a lock that it holds already.
func overflowWindow(framer *http2.Framer, stream uint32) error {
	const most = 1<<31 - 1
	if err := framer.WriteWindowUpdate(stream, most); err != nil {
		return err
	}
	return framer.WriteWindowUpdate(stream, most)
}

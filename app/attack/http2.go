package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// misbehaviour is what a peer does in answer to each request.
type misbehaviour struct {
	name   string
	isGood bool // the answer comes nevertheless
	first  func(*http2.Framer) error
	answer func(c net.Conn, f *http2.Framer, stream uint32) error
}

// flood is how many frames a peer sends that nobody asked for.
const flood = 20_000

var misbehaviours = []misbehaviour{
	{name: "each stream is reset many times", answer: func(_ net.Conn, f *http2.Framer, stream uint32) error {
		return times(flood, func(int) error { return f.WriteRSTStream(stream, http2.ErrCodeInternal) })
	}},
	{name: "streams that nobody opened are reset", answer: func(_ net.Conn, f *http2.Framer, stream uint32) error {
		return times(flood, func(n int) error { return f.WriteRSTStream(stream+2+2*uint32(n), http2.ErrCodeCancel) })
	}},
	{name: "goes away at once", first: func(f *http2.Framer) error { return f.WriteGoAway(0, http2.ErrCodeNo, []byte("bye")) }, answer: nothing},
	{name: "goes away in answer", answer: func(_ net.Conn, f *http2.Framer, _ uint32) error {
		return f.WriteGoAway(0, http2.ErrCodeEnhanceYourCalm, bytes.Repeat([]byte("calm "), 1000))
	}},
	{name: "settings without end, then an answer", isGood: true, answer: func(c net.Conn, f *http2.Framer, stream uint32) error {
		err := times(flood/10, func(n int) error {
			return f.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: uint32(n)})
		})
		if err != nil {
			return err
		}
		return answerWell(c, f, stream)
	}},
	{name: "settings that allow no stream", first: func(f *http2.Framer) error {
		return f.WriteSettings(http2.Setting{ID: http2.SettingMaxConcurrentStreams, Val: 0})
	}, answer: nothing},
	{name: "pings without end", answer: func(_ net.Conn, f *http2.Framer, _ uint32) error {
		for n := 0; ; n++ {
			if err := f.WritePing(false, [8]byte{byte(n)}); err != nil {
				return err
			}
		}
	}},
	{name: "a header without end", answer: func(_ net.Conn, f *http2.Framer, stream uint32) error {
		block := header(":status", "200")
		if err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block}); err != nil {
			return err
		}
		for {
			if err := f.WriteContinuation(stream, false, header("x-padding", string(bytes.Repeat([]byte("x"), 8<<10)))); err != nil {
				return err
			}
		}
	}},
	{name: "continuations without content", answer: func(_ net.Conn, f *http2.Framer, stream uint32) error {
		if err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: header(":status", "200")}); err != nil {
			return err
		}
		for {
			if err := f.WriteContinuation(stream, false, nil); err != nil {
				return err
			}
		}
	}},
	{name: "interim answers without end", answer: func(_ net.Conn, f *http2.Framer, stream uint32) error {
		for {
			err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: header(":status", "103"), EndHeaders: true})
			if err != nil {
				return err
			}
		}
	}},
	{name: "a body that stalls", answer: func(_ net.Conn, f *http2.Framer, stream uint32) error {
		block := append(header(":status", "200"), header("content-length", "1000")...)
		return f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block, EndHeaders: true})
	}},
	{name: "windows that overflow", answer: func(_ net.Conn, f *http2.Framer, stream uint32) error {
		return times(3, func(int) error { return f.WriteWindowUpdate(stream, 1<<31-1) })
	}},
	{name: "a body without header", answer: func(_ net.Conn, f *http2.Framer, stream uint32) error {
		return f.WriteData(stream, true, []byte("hello"))
	}},
	{name: "garbage", answer: func(c net.Conn, _ *http2.Framer, _ uint32) error {
		_, err := c.Write(bytes.Repeat([]byte{0xff, 0x00, 0x7f, 0x01, 0x24}, 5_000))
		return err
	}},
	{name: "half a frame", answer: func(c net.Conn, _ *http2.Framer, stream uint32) error {
		_, err := c.Write([]byte{0, 0x40, 0, 1, 4, 0, 0, 0, byte(stream), 0x88})
		return err
	}},
	{name: "silence", answer: nothing},
	{name: "as it should be", isGood: true, answer: answerWell},
}

func nothing(net.Conn, *http2.Framer, uint32) error { return nil }

// times calls f n times, with numbers from 0, or until it fails.
func times(n int, f func(int) error) error {
	for i := range n {
		if err := f(i); err != nil {
			return err
		}
	}
	return nil
}

// header returns a header field as HTTP/2 sends it, without use of the table that
// both sides keep.
func header(name, value string) []byte {
	var block bytes.Buffer
	e := hpack.NewEncoder(&block)
	e.SetMaxDynamicTableSizeLimit(0)
	_ = e.WriteField(hpack.HeaderField{Name: name, Value: value, Sensitive: true}) // a buffer takes all
	return block.Bytes()
}

func answerWell(_ net.Conn, f *http2.Framer, stream uint32) error {
	block := append(header(":status", "200"), header("content-type", "text/html")...)
	if err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block, EndHeaders: true}); err != nil {
		return err
	}
	return f.WriteData(stream, true, []byte("<!DOCTYPE html><title>Elsewhere</title><h1>Elsewhere</h1><p>All is well here."))
}

// accept has converse talk on each connection until ctx ends.
func accept(ctx context.Context, listener net.Listener, own tls.Certificate, converse func(net.Conn)) {
	config := &tls.Config{Certificates: []tls.Certificate{own}, NextProtos: []string{"h2"}}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer context.AfterFunc(ctx, func() { conn.Close() })()
			secure := tls.Server(conn, config)
			defer secure.Close()
			_ = secure.SetDeadline(time.Now().Add(5 * time.Minute)) // however the client behaves
			converse(secure)
		}()
	}
}

// talk misbehaves in answer to each request on a connection.
func talk(c net.Conn, m misbehaviour) {
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(c, preface); err != nil {
		return
	}
	f := http2.NewFramer(c, c)
	if f.WriteSettings() != nil {
		return
	}
	if m.first != nil && m.first(f) != nil {
		return
	}
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			return
		}
		switch frame := frame.(type) {
		case *http2.SettingsFrame:
			if !frame.IsAck() {
				err = f.WriteSettingsAck()
			}
		case *http2.HeadersFrame:
			err = m.answer(c, f, frame.StreamID)
		}
		if err != nil {
			return
		}
	}
}

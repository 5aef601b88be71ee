package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/xtaci/smux"
)

// What the agent reads of its multiplexer at once.
const pumpBytes = 1024

var errNotReady = errors.New("the session is not ready")

type agentOptions struct {
	version string
	// The real agent sleeps a millisecond after each message, and so carries a megabyte a second at most.
	unthrottled bool
}

// agent is the session worker on the node: it multiplexes, and connects each stream to the target.
type agent struct {
	options     agentOptions
	target      string
	channel     *channel
	conn        net.Conn
	mux         *smux.Session
	isComplete  atomic.Bool
	connections atomic.Int64
	terminated  sync.Once
	onTerminate func()
}

func newAgent(options agentOptions, target string, transmit func([]byte), onTerminate func()) *agent {
	a := &agent{options: options, target: target, onTerminate: onTerminate}
	a.channel = newChannel("output_stream_data", "input_stream_data")
	a.channel.transmit = transmit
	a.channel.process = a.process
	return a
}

func (a *agent) start() {
	request, err := json.Marshal(map[string]any{
		"AgentVersion": a.options.version,
		"RequestedClientActions": []map[string]any{{
			"ActionType": "SessionType",
			"ActionParameters": map[string]any{
				"SessionType": "Port",
				"Properties":  map[string]any{"type": "LocalPortForwarding", "portNumber": "5432", "localPortNumber": "0"},
			},
		}},
	})
	if err != nil {
		panic(err)
	}
	a.channel.send(payloadHandshakeRequest, request)
}

func (a *agent) process(m message) error {
	switch m.payloadType {
	case payloadHandshakeResponse:
		var response struct {
			ProcessedClientActions []struct{ ActionStatus int }
		}
		if err := json.Unmarshal(m.payload, &response); err != nil {
			return err
		}
		for _, action := range response.ProcessedClientActions {
			if action.ActionStatus != 1 {
				a.terminate()
				return nil
			}
		}
		a.channel.send(payloadHandshakeComplete, []byte(`{"HandshakeTimeToComplete":1000000,"CustomerMessage":""}`))
		a.isComplete.Store(true)
		return a.openMux()
	case payloadFlag:
		if len(m.payload) >= 4 && binary.BigEndian.Uint32(m.payload) == flagTerminate {
			a.terminate()
		}
	case payloadOutput:
		if !a.isComplete.Load() {
			// acknowledged and discarded
			return nil
		}
		if a.conn == nil {
			return errNotReady
		}
		_, err := a.conn.Write(m.payload)
		return err
	}
	return nil
}

func (a *agent) openMux() error {
	near, far, err := socketPair()
	if err != nil {
		return err
	}
	config := smux.DefaultConfig()
	config.KeepAliveDisabled = true
	a.mux, err = smux.Server(far, config)
	if err != nil {
		return err
	}
	a.conn = near
	go a.pump()
	go a.accept()
	return nil
}

func (a *agent) pump() {
	for {
		if !a.channel.isPaused() {
			packet := make([]byte, pumpBytes)
			count, err := a.conn.Read(packet)
			if err != nil {
				return
			}
			a.channel.send(payloadOutput, packet[:count])
			if a.options.unthrottled {
				continue
			}
		}
		time.Sleep(time.Millisecond)
	}
}

// accept connects one stream after the other: while one is connected the next ones wait.
func (a *agent) accept() {
	for {
		stream, err := a.mux.AcceptStream()
		if err != nil {
			return
		}
		conn, err := net.Dial("tcp", a.target)
		if err != nil {
			flag := make([]byte, 4)
			binary.BigEndian.PutUint32(flag, flagConnectToError)
			a.channel.send(payloadFlag, flag)
			stream.Close()
			continue
		}
		a.connections.Add(1)
		go func() {
			join(stream, conn)
			a.connections.Add(-1)
		}()
	}
}

func (a *agent) terminate() {
	a.terminated.Do(func() {
		a.channel.close()
		if a.mux != nil {
			a.mux.Close()
			a.conn.Close()
		}
		a.onTerminate()
	})
}

// join copies both ways until both are closed; the end of one way closes both.
func join(one, other io.ReadWriteCloser) {
	var both sync.WaitGroup
	both.Add(2)
	carry := func(to, from io.ReadWriteCloser) {
		io.Copy(to, from)
		to.Close()
		both.Done()
	}
	go carry(one, other)
	go carry(other, one)
	both.Wait()
}

func socketPair() (net.Conn, net.Conn, error) {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, nil, err
	}
	near, err := connOf(pair[0])
	if err != nil {
		return nil, nil, err
	}
	far, err := connOf(pair[1])
	return near, far, err
}

func connOf(descriptor int) (net.Conn, error) {
	file := os.NewFile(uintptr(descriptor), "mux")
	defer file.Close()
	return net.FileConn(file)
}

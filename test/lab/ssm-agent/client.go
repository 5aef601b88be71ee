package main

import (
	"bytes"
	"encoding/json"
	"log"
	"net"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
	"github.com/xtaci/smux"
)

// runClient listens, and carries each connection as a stream of one session, as the Session Manager plugin does: the
// same library on both ends, and no sleep in between.
func runClient(listen, service, target string) {
	asked, err := json.Marshal(request{Target: target})
	if err != nil {
		log.Fatal(err)
	}
	answer, err := http.Post(service+"/start", "application/json", bytes.NewReader(asked))
	if err != nil {
		log.Fatal(err)
	}
	var opening struct{ StreamUrl, TokenValue string }
	if err := json.NewDecoder(answer.Body).Decode(&opening); err != nil {
		log.Fatal(err)
	}
	dialer := websocket.Dialer{ReadBufferSize: 64 * 1024, WriteBufferSize: 64 * 1024}
	conn, _, err := dialer.Dial(opening.StreamUrl, http.Header{"Authorization": {"signed"}})
	if err != nil {
		log.Fatal(err)
	}
	words, err := json.Marshal(map[string]string{
		"MessageSchemaVersion": "1.0", "TokenValue": opening.TokenValue, "ClientId": "client", "ClientVersion": "1.2.835.0",
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := conn.WriteMessage(websocket.TextMessage, words); err != nil {
		log.Fatal(err)
	}

	var writes sync.Mutex
	near, far, err := socketPair()
	if err != nil {
		log.Fatal(err)
	}
	ready := make(chan struct{})
	channel := newChannel("input_stream_data", "output_stream_data")
	channel.transmit = func(bytes []byte) {
		writes.Lock()
		defer writes.Unlock()
		conn.WriteMessage(websocket.BinaryMessage, bytes)
	}
	channel.process = func(m message) error {
		switch m.payloadType {
		case payloadHandshakeRequest:
			channel.send(payloadHandshakeResponse, []byte(`{"ClientVersion":"1.2.835.0","ProcessedClientActions":[{"ActionType":"SessionType","ActionStatus":1,"ActionResult":null,"Error":""}],"Errors":null}`))
		case payloadHandshakeComplete:
			close(ready)
		case payloadOutput:
			_, err := near.Write(m.payload)
			return err
		}
		return nil
	}
	go func() {
		for {
			_, bytes, err := conn.ReadMessage()
			if err != nil {
				log.Fatal(err)
			}
			channel.receive(bytes)
		}
	}()
	<-ready
	config := smux.DefaultConfig()
	config.KeepAliveDisabled = true
	mux, err := smux.Client(far, config)
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		for {
			packet := make([]byte, pumpBytes)
			count, err := near.Read(packet)
			if err != nil {
				log.Fatal(err)
			}
			channel.send(payloadOutput, packet[:count])
		}
	}()
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening on %s", listener.Addr())
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		stream, err := mux.OpenStream()
		if err != nil {
			log.Fatal(err)
		}
		go join(stream, client)
	}
}

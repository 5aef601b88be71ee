package main

import (
	"encoding/json"
	"fmt"
	"log"
	"math/rand"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// faults are shares of a thousand messages, each way.
type faults struct {
	Lost     int
	Repeated int
	Damaged  int
	// The longest that a message takes; each takes its own, so they overtake each other.
	DelayMs int
	// How often the service says goodbye; 0 never.
	GoodbyeMs int
	// Nothing is carried any more, and nobody says so.
	IsMute bool
}

// session is what the service knows of one: its agent, and the WebSocket of the moment.
type session struct {
	mu      sync.Mutex
	faults  faults
	agent   *agent
	token   string
	isOver  bool
	conn    *websocket.Conn
	writes  sync.Mutex
	toAgent chan []byte
	begun   bool
}

type service struct {
	mu       sync.Mutex
	options  agentOptions
	address  string
	sessions map[string]*session
}

func serve(listen string, options agentOptions) {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		log.Fatal(err)
	}
	s := &service{options: options, address: listener.Addr().String(), sessions: map[string]*session{}}
	http.HandleFunc("/start", s.start)
	http.HandleFunc("/resume", s.resume)
	http.HandleFunc("/control", s.control)
	http.HandleFunc("/stats", s.stats)
	http.HandleFunc("/v1/data-channel/", s.open)
	log.Printf("listening on %s", s.address)
	log.Fatal(http.Serve(listener, nil))
}

type request struct {
	Session string
	Target  string
	Faults  faults
	// Says goodbye now.
	Goodbye bool
}

func (s *service) start(w http.ResponseWriter, r *http.Request) {
	var asked request
	if json.NewDecoder(r.Body).Decode(&asked) != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	one := &session{faults: asked.Faults, toAgent: make(chan []byte, 4096)}
	one.agent = newAgent(s.options, asked.Target, one.sendToClient, one.terminated)
	go func() {
		for bytes := range one.toAgent {
			one.agent.channel.receive(bytes)
		}
	}()
	id := fmt.Sprintf("session-%x", rand.Int63())
	s.mu.Lock()
	s.sessions[id] = one
	s.mu.Unlock()
	if asked.Faults.GoodbyeMs > 0 {
		go one.goodbyes(time.Duration(asked.Faults.GoodbyeMs) * time.Millisecond)
	}
	s.answerOpening(w, id, one)
}

// answerOpening gives a token that opens one WebSocket, and an address that is another each time.
func (s *service) answerOpening(w http.ResponseWriter, id string, one *session) {
	one.mu.Lock()
	one.token = fmt.Sprintf("token-%x", rand.Int63())
	token := one.token
	one.mu.Unlock()
	url := fmt.Sprintf("ws://%s/v1/data-channel/%s?role=publish_subscribe&cell-number=%x", s.address, id, rand.Int31())
	json.NewEncoder(w).Encode(map[string]string{"SessionId": id, "TokenValue": token, "StreamUrl": url})
}

func (s *service) find(id string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[id]
}

func (s *service) withSession(w http.ResponseWriter, r *http.Request, do func(*session, request)) {
	var asked request
	if json.NewDecoder(r.Body).Decode(&asked) != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	one := s.find(asked.Session)
	if one == nil {
		http.Error(w, "no such session", http.StatusNotFound)
		return
	}
	do(one, asked)
}

func (s *service) resume(w http.ResponseWriter, r *http.Request) {
	s.withSession(w, r, func(one *session, asked request) {
		one.mu.Lock()
		isOver := one.isOver
		one.mu.Unlock()
		if isOver {
			// an empty token says that the session has timed out
			json.NewEncoder(w).Encode(map[string]string{"SessionId": asked.Session, "TokenValue": "", "StreamUrl": ""})
			return
		}
		s.answerOpening(w, asked.Session, one)
	})
}

func (s *service) control(w http.ResponseWriter, r *http.Request) {
	s.withSession(w, r, func(one *session, asked request) {
		one.mu.Lock()
		one.faults = asked.Faults
		one.mu.Unlock()
		if asked.Goodbye {
			one.goodbye()
		}
	})
}

func (s *service) stats(w http.ResponseWriter, r *http.Request) {
	one := s.find(r.URL.Query().Get("session"))
	if one == nil {
		http.Error(w, "no such session", http.StatusNotFound)
		return
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	json.NewEncoder(w).Encode(map[string]any{"Connections": one.agent.connections.Load(), "IsOver": one.isOver})
}

var upgrader = websocket.Upgrader{ReadBufferSize: 64 * 1024, WriteBufferSize: 64 * 1024}

func (s *service) open(w http.ResponseWriter, r *http.Request) {
	one := s.find(r.URL.Path[len("/v1/data-channel/"):])
	if one == nil || r.Header.Get("Authorization") == "" {
		http.Error(w, "not signed", http.StatusForbidden)
		return
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	var opening struct{ TokenValue, ClientId, ClientVersion, MessageSchemaVersion string }
	kind, words, err := conn.ReadMessage()
	if err != nil || kind != websocket.TextMessage || json.Unmarshal(words, &opening) != nil || !one.take(conn, opening.TokenValue) {
		conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1008, "no"), time.Now().Add(time.Second))
		conn.Close()
		return
	}
	one.read(conn)
}

// take makes a WebSocket the one of the moment, where its token is the last one that was given.
func (one *session) take(conn *websocket.Conn, token string) bool {
	one.mu.Lock()
	if one.isOver || token == "" || token != one.token {
		one.mu.Unlock()
		return false
	}
	one.token = ""
	before := one.conn
	one.conn = conn
	isFirst := !one.begun
	one.begun = true
	one.mu.Unlock()
	if before != nil {
		before.Close()
	}
	one.sendToClient(newMessage("start_publication", 0, 0, payloadNone, nil).encode())
	one.agent.channel.setPaused(false)
	if isFirst {
		one.agent.start()
	}
	return true
}

func (one *session) read(conn *websocket.Conn) {
	defer conn.Close()
	for {
		_, bytes, err := conn.ReadMessage()
		if err != nil {
			break
		}
		one.carry(bytes, func(arriving []byte) { one.toAgent <- arriving })
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.conn == conn {
		one.conn = nil
		// the service tells the agent that nobody listens
		one.agent.channel.setPaused(true)
	}
}

func (one *session) sendToClient(bytes []byte) {
	one.carry(bytes, func(arriving []byte) {
		one.mu.Lock()
		conn := one.conn
		one.mu.Unlock()
		if conn == nil {
			return
		}
		one.writes.Lock()
		defer one.writes.Unlock()
		conn.WriteMessage(websocket.BinaryMessage, arriving)
	})
}

// carry sends bytes on, or not, or twice, or changed, sooner or later.
func (one *session) carry(bytes []byte, arrive func([]byte)) {
	one.mu.Lock()
	f := one.faults
	one.mu.Unlock()
	if f == (faults{}) {
		arrive(bytes)
		return
	}
	if f.IsMute || rand.Intn(1000) < f.Lost {
		return
	}
	copies := 1
	if rand.Intn(1000) < f.Repeated {
		copies = 2
	}
	for ; copies > 0; copies-- {
		arriving := bytes
		if rand.Intn(1000) < f.Damaged {
			arriving = damage(bytes)
		}
		if f.DelayMs == 0 {
			arrive(arriving)
		} else {
			time.AfterFunc(time.Duration(rand.Intn(f.DelayMs))*time.Millisecond, func() { arrive(arriving) })
		}
	}
}

// damage cuts a message, or changes a bit that its digest covers: TLS keeps what no digest does.
func damage(bytes []byte) []byte {
	changed := append([]byte{}, bytes...)
	if rand.Intn(2) == 0 {
		return changed[:rand.Intn(len(changed))]
	}
	changed[80+rand.Intn(32)] ^= 1 << rand.Intn(8)
	return changed
}

// goodbye tells the agent that nobody listens, and the client that it must come again. What the client has sent before
// it hears of it still arrives.
func (one *session) goodbye() {
	one.agent.channel.setPaused(true)
	one.mu.Lock()
	conn := one.conn
	one.mu.Unlock()
	if conn == nil {
		return
	}
	conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, "Bye"), time.Now().Add(time.Second))
	conn.SetReadDeadline(time.Now().Add(time.Second))
}

func (one *session) goodbyes(every time.Duration) {
	for range time.Tick(every) {
		one.mu.Lock()
		isOver := one.isOver
		one.mu.Unlock()
		if isOver {
			return
		}
		one.goodbye()
	}
}

func (one *session) terminated() {
	one.mu.Lock()
	conn := one.conn
	one.isOver = true
	one.mu.Unlock()
	if conn == nil {
		return
	}
	closed, err := json.Marshal(map[string]any{"MessageType": "channel_closed", "SchemaVersion": 1, "Output": ""})
	if err != nil {
		panic(err)
	}
	one.sendToClient(newMessage("channel_closed", 0, 3, payloadNone, closed).encode())
}

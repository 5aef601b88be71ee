package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// What a message carries.
const (
	payloadNone              = 0
	payloadOutput            = 1
	payloadHandshakeRequest  = 5
	payloadHandshakeResponse = 6
	payloadHandshakeComplete = 7
	payloadFlag              = 10
)

const (
	flagTerminate      = 2
	flagConnectToError = 3
)

const headerLength = 116

type message struct {
	kind        string
	sequence    int64
	flags       uint64
	id          [16]byte
	payloadType uint32
	payload     []byte
}

func newMessage(kind string, sequence int64, flags uint64, payloadType uint32, payload []byte) message {
	made := message{kind: kind, sequence: sequence, flags: flags, payloadType: payloadType, payload: payload}
	if _, err := rand.Read(made.id[:]); err != nil {
		panic(err)
	}
	return made
}

func (m message) encode() []byte {
	out := make([]byte, headerLength+4+len(m.payload))
	binary.BigEndian.PutUint32(out, headerLength)
	copy(out[4:36], m.kind+strings.Repeat(" ", 32))
	binary.BigEndian.PutUint32(out[36:], 1)
	binary.BigEndian.PutUint64(out[40:], uint64(time.Now().UnixMilli()))
	binary.BigEndian.PutUint64(out[48:], uint64(m.sequence))
	binary.BigEndian.PutUint64(out[56:], m.flags)
	// the last eight bytes of the id come first
	copy(out[64:72], m.id[8:])
	copy(out[72:80], m.id[:8])
	digest := sha256.Sum256(m.payload)
	copy(out[80:112], digest[:])
	binary.BigEndian.PutUint32(out[112:], m.payloadType)
	binary.BigEndian.PutUint32(out[headerLength:], uint32(len(m.payload)))
	copy(out[headerLength+4:], m.payload)
	return out
}

func decode(in []byte) (message, error) {
	if len(in) < headerLength+4 || binary.BigEndian.Uint32(in) != headerLength {
		return message{}, errors.New("no header")
	}
	m := message{
		kind:        strings.TrimRight(string(in[4:36]), " \x00"),
		sequence:    int64(binary.BigEndian.Uint64(in[48:])),
		flags:       binary.BigEndian.Uint64(in[56:]),
		payloadType: binary.BigEndian.Uint32(in[112:]),
		payload:     in[headerLength+4:],
	}
	copy(m.id[8:], in[64:72])
	copy(m.id[:8], in[72:80])
	digest := sha256.Sum256(m.payload)
	if int(binary.BigEndian.Uint32(in[headerLength:])) != len(m.payload) || !bytes.Equal(digest[:], in[80:112]) {
		return message{}, errors.New("another payload than its digest says")
	}
	return m, nil
}

type acknowledgement struct {
	Type         string `json:"AcknowledgedMessageType"`
	ID           string `json:"AcknowledgedMessageId"`
	Sequence     int64  `json:"AcknowledgedMessageSequenceNumber"`
	IsSequential bool   `json:"IsSequentialMessage"`
}

func (m message) acknowledgement() []byte {
	id := hex.EncodeToString(m.id[:])
	dashed := strings.Join([]string{id[:8], id[8:12], id[12:16], id[16:20], id[20:]}, "-")
	content, err := json.Marshal(acknowledgement{m.kind, dashed, m.sequence, true})
	if err != nil {
		panic(err)
	}
	return newMessage("acknowledge", 0, 3, payloadNone, content).encode()
}

package main

import (
	"encoding/json"
	"log"
	"math"
	"sync"
	"time"
)

// The real agent's habits: it keeps so many copies and no more, and looks for one to send again so often.
const (
	keptAtMost    = 100_000
	resendTick    = 100 * time.Millisecond
	longestResend = time.Second
)

type kept struct {
	bytes  []byte
	sentAt time.Time
}

// channel is one side of a data channel: the agent's, or that of the client Latchkey is measured against.
type channel struct {
	outKind, inKind string
	transmit        func([]byte)
	// process takes messages in order. It may block, and then nothing is acknowledged: so does the real agent.
	process func(message) error

	sending  sync.Mutex
	sequence int64
	kept     map[int64]*kept
	oldest   int64
	paused   bool
	roundTrip, variation,
	resendAfter time.Duration

	expected int64
	early    map[int64]message
	closed   chan struct{}
}

func newChannel(outKind, inKind string) *channel {
	c := &channel{
		outKind: outKind, inKind: inKind,
		kept: map[int64]*kept{}, early: map[int64]message{}, closed: make(chan struct{}),
		roundTrip: 100 * time.Millisecond, resendAfter: 200 * time.Millisecond,
	}
	go c.resend()
	return c
}

func (c *channel) send(payloadType uint32, payload []byte) {
	c.sending.Lock()
	defer c.sending.Unlock()
	var flags uint64
	if c.sequence == 0 {
		flags = 1
	}
	bytes := newMessage(c.outKind, c.sequence, flags, payloadType, payload).encode()
	if len(c.kept) < keptAtMost {
		c.kept[c.sequence] = &kept{bytes, time.Now()}
	}
	c.sequence++
	if !c.paused {
		c.transmit(bytes)
	}
}

func (c *channel) setPaused(paused bool) {
	c.sending.Lock()
	defer c.sending.Unlock()
	c.paused = paused
}

func (c *channel) isPaused() bool {
	c.sending.Lock()
	defer c.sending.Unlock()
	return c.paused
}

// resend sends the oldest message again, and only that.
func (c *channel) resend() {
	tick := time.NewTicker(resendTick)
	defer tick.Stop()
	for {
		select {
		case <-c.closed:
			return
		case <-tick.C:
		}
		c.sending.Lock()
		for c.oldest < c.sequence && c.kept[c.oldest] == nil {
			c.oldest++
		}
		one := c.kept[c.oldest]
		if one != nil && !c.paused && time.Since(one.sentAt) > c.resendAfter {
			one.sentAt = time.Now()
			c.transmit(one.bytes)
		}
		c.sending.Unlock()
	}
}

func (c *channel) acknowledged(sequence int64) {
	c.sending.Lock()
	defer c.sending.Unlock()
	one := c.kept[sequence]
	if one == nil {
		return
	}
	delete(c.kept, sequence)
	took := time.Since(one.sentAt)
	c.variation += time.Duration((math.Abs(float64(c.roundTrip-took)) - float64(c.variation)) / 4)
	c.roundTrip += (took - c.roundTrip) / 8
	slack := 4 * c.variation
	if slack < 10*time.Millisecond {
		slack = 10 * time.Millisecond
	}
	c.resendAfter = c.roundTrip + slack
	if c.resendAfter > longestResend {
		c.resendAfter = longestResend
	}
}

// receive takes what came, one after the other.
func (c *channel) receive(bytes []byte) {
	m, err := decode(bytes)
	if err != nil {
		return
	}
	switch m.kind {
	case "acknowledge":
		var content acknowledgement
		if json.Unmarshal(m.payload, &content) == nil {
			c.acknowledged(content.Sequence)
		}
	case c.inKind:
		c.receiveStreamData(m)
	}
}

func (c *channel) receiveStreamData(m message) {
	if m.sequence > c.expected {
		c.early[m.sequence] = m
		c.transmit(m.acknowledgement())
		return
	}
	if m.sequence < c.expected {
		c.transmit(m.acknowledgement())
		return
	}
	if err := c.process(m); err != nil {
		log.Printf("message %d is not taken: %v", m.sequence, err)
		return
	}
	c.transmit(m.acknowledgement())
	c.expected++
	for {
		next, ok := c.early[c.expected]
		if !ok {
			return
		}
		if err := c.process(next); err != nil {
			log.Printf("early message %d is not taken: %v", next.sequence, err)
			return
		}
		delete(c.early, c.expected)
		c.expected++
	}
}

func (c *channel) close() {
	close(c.closed)
}

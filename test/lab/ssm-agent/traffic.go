package main

import (
	"encoding/binary"
	"io"
	"log"
	"net"
)

// serveTraffic answers each request of eight bytes, the number of bytes that are wanted, with so many; after one of 0 it
// says all that it is told.
func serveTraffic(listen string) {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening on %s", listener.Addr())
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go answer(conn)
	}
}

func answer(conn net.Conn) {
	defer conn.Close()
	chunk := make([]byte, 64*1024)
	wanted := make([]byte, 8)
	for {
		if _, err := io.ReadFull(conn, wanted); err != nil {
			return
		}
		left := binary.BigEndian.Uint64(wanted)
		if left == 0 {
			io.Copy(conn, conn)
			return
		}
		for left > 0 {
			size := uint64(len(chunk))
			if size > left {
				size = left
			}
			if _, err := conn.Write(chunk[:size]); err != nil {
				return
			}
			left -= size
		}
	}
}

// ssm-agent stands in for Session Manager and for the SSM agent in the lab and in benchmarks: a service that clients
// reach over a WebSocket, and an agent behind it that multiplexes with the very library that the real one uses.
// It also has the client that Latchkey is measured against, and the server that both fetch their bytes from.
package main

import (
	"flag"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("ssm-agent serve | client | traffic")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	listen := flags.String("listen", "127.0.0.1:0", "where to listen")
	switch os.Args[1] {
	case "serve":
		options := agentOptions{}
		flags.StringVar(&options.version, "version", "3.3.987.0", "the agent's version")
		flags.BoolVar(&options.unthrottled, "unthrottled", false, "do not sleep after each message")
		parse(flags)
		serve(*listen, options)
	case "client":
		service := flags.String("service", "", "the service's address, http://HOST:PORT")
		target := flags.String("target", "", "the database's address, HOST:PORT")
		parse(flags)
		runClient(*listen, *service, *target)
	case "traffic":
		parse(flags)
		serveTraffic(*listen)
	default:
		log.Fatalf("unknown: %s", os.Args[1])
	}
}

func parse(flags *flag.FlagSet) {
	if err := flags.Parse(os.Args[2:]); err != nil {
		log.Fatal(err)
	}
}

// lib/pq and pgx, one after the other, by the name in the first argument: `pq` or `pgx`.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
	_ "github.com/jackc/pgx/v4/stdlib"
	"github.com/lib/pq"
)

var ctx = context.Background()

func check(name string, behaves func() error) {
	if err := behaves(); err != nil {
		fmt.Println("not ok", name, "-", strings.ReplaceAll(err.Error(), "\n", " "))
		return
	}
	fmt.Println("ok", name)
}

func must(holds bool) error {
	if !holds {
		return fmt.Errorf("it does not hold")
	}
	return nil
}

func url(port string, password string, more string) string {
	return fmt.Sprintf("postgres://%s:%s@localhost:%s/%s?connect_timeout=20&%s",
		os.Getenv("DB_USER"), password, os.Getenv(port), os.Getenv("DATABASE"), more)
}

func fails(err error, word string) error {
	if err == nil {
		return fmt.Errorf("it did not fail")
	}
	if !strings.Contains(err.Error(), word) {
		return fmt.Errorf("%q is not in: %v", word, err)
	}
	return nil
}

func main() {
	driver := map[string]string{"pq": "postgres", "pgx": "pgx"}[os.Args[1]]
	password := os.Getenv("LOCAL_PASSWORD")
	plain := url("PORT", password, "sslmode=disable")
	db, _ := sql.Open(driver, plain)
	ask := func(query string, given ...interface{}) (text string, err error) {
		err = db.QueryRow(query, given...).Scan(&text)
		return
	}
	check("connects", func() error {
		who, err := ask("select current_user")
		if err != nil {
			return err
		}
		return must(who == os.Getenv("DB_USER"))
	})
	check("runs a prepared statement", func() error {
		twice, err := db.Prepare("select $1::int * 2")
		if err != nil {
			return err
		}
		defer twice.Close()
		for n := 1; n < 5; n++ {
			var got int
			if err := twice.QueryRow(n).Scan(&got); err != nil || got != 2*n {
				return fmt.Errorf("%v %v", got, err)
			}
		}
		return nil
	})
	check("carries 8 million characters both ways", func() error {
		text := strings.Repeat("ä", 8000000)
		got, err := ask("select $1::text", text)
		if err != nil {
			return err
		}
		return must(got == text)
	})
	check("cancels a query and goes on", func() error {
		soon, stop := context.WithTimeout(ctx, 500*time.Millisecond)
		defer stop()
		if _, err := db.ExecContext(soon, "select pg_sleep(60)"); err == nil {
			return fmt.Errorf("it was not cancelled")
		}
		_, err := ask("select 1::text")
		return err
	})
	check("pools", func() error {
		var group sync.WaitGroup
		errs := make(chan error, 30)
		work := func(query func(n int) (int, error)) error {
			for n := 0; n < 30; n++ {
				group.Add(1)
				go func(n int) {
					defer group.Done()
					if got, err := query(n); err != nil || got != n+1 {
						errs <- fmt.Errorf("%v %v", got, err)
					}
				}(n)
			}
			group.Wait()
			close(errs)
			return <-errs
		}
		if driver == "pgx" {
			pool, err := pgxpool.Connect(ctx, plain+"&pool_max_conns=5")
			if err != nil {
				return err
			}
			defer pool.Close()
			return work(func(n int) (got int, err error) {
				err = pool.QueryRow(ctx, "select $1::int + 1", n).Scan(&got)
				return
			})
		}
		db.SetMaxOpenConns(5)
		return work(func(n int) (got int, err error) {
			err = db.QueryRow("select $1::int + 1", n).Scan(&got)
			return
		})
	})
	check("rolls a transaction back", func() error {
		if _, err := db.Exec("create table if not exists held_" + os.Args[1] + " (n int)"); err != nil {
			return err
		}
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		tx.Exec("insert into held_" + os.Args[1] + " values (1)")
		if err := tx.Rollback(); err != nil {
			return err
		}
		count, err := ask("select count(*)::text from held_" + os.Args[1])
		if err != nil {
			return err
		}
		return must(count == "0")
	})
	check("copies in", func() error {
		if driver == "pgx" {
			client, err := pgx.Connect(ctx, plain)
			if err != nil {
				return err
			}
			defer client.Close(ctx)
			client.Exec(ctx, "create temporary table copied (n int)")
			rows := make([][]interface{}, 20000)
			for n := range rows {
				rows[n] = []interface{}{n}
			}
			count, err := client.CopyFrom(ctx, pgx.Identifier{"copied"}, []string{"n"}, pgx.CopyFromRows(rows))
			if err != nil {
				return err
			}
			return must(count == 20000)
		}
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		tx.Exec("create temporary table copied (n int)")
		copied, err := tx.Prepare(pq.CopyIn("copied", "n"))
		if err != nil {
			return err
		}
		for n := 0; n < 20000; n++ {
			if _, err := copied.Exec(n); err != nil {
				return err
			}
		}
		copied.Exec()
		copied.Close()
		var count int
		tx.QueryRow("select count(*) from copied").Scan(&count)
		return must(count == 20000)
	})
	check("streams, and stops in the middle", func() error {
		rows, err := db.Query("select generate_series(1, 100000)")
		if err != nil {
			return err
		}
		sum := 0
		for n := 0; n < 100 && rows.Next(); n++ {
			var got int
			rows.Scan(&got)
			sum += got
		}
		rows.Close()
		if sum != 5050 {
			return fmt.Errorf("%v", sum)
		}
		_, err = ask("select 1::text")
		return err
	})
	check("pipelines, or is notified", func() error {
		if driver == "pgx" {
			client, err := pgx.Connect(ctx, plain)
			if err != nil {
				return err
			}
			defer client.Close(ctx)
			batch := &pgx.Batch{}
			for n := 0; n < 500; n++ {
				batch.Queue("select $1::int", n)
			}
			results := client.SendBatch(ctx, batch)
			for n := 0; n < 500; n++ {
				var got int
				if err := results.QueryRow().Scan(&got); err != nil || got != n {
					return fmt.Errorf("%v %v", got, err)
				}
			}
			return results.Close()
		}
		listener := pq.NewListener(plain, time.Second, time.Minute, nil)
		defer listener.Close()
		if err := listener.Listen("news"); err != nil {
			return err
		}
		if _, err := db.Exec("notify news, 'hello'"); err != nil {
			return err
		}
		select {
		case said := <-listener.Notify:
			return must(said.Extra == "hello")
		case <-time.After(20 * time.Second):
			return fmt.Errorf("it was not notified")
		}
	})
	check("shows an error of the server with its code", func() error {
		_, err := ask("select * from nowhere")
		if err := fails(err, "nowhere"); err != nil {
			return err
		}
		if wrong, ok := err.(*pq.Error); ok {
			return must(wrong.Code == "42P01")
		}
		return must(strings.Contains(err.Error(), "42P01"))
	})
	check("connects again after its session was ended", func() error {
		db.SetMaxOpenConns(1)
		pid, err := ask("select pg_backend_pid()::text")
		if err != nil {
			return err
		}
		other, _ := sql.Open(driver, plain)
		defer other.Close()
		if _, err := other.Exec("select pg_terminate_backend(" + pid + ")"); err != nil {
			return err
		}
		time.Sleep(300 * time.Millisecond)
		ask("select 1::text")
		again, err := ask("select pg_backend_pid()::text")
		if err != nil {
			return err
		}
		return must(again != pid)
	})
	attempt := func(address string) error {
		other, _ := sql.Open(driver, address)
		defer other.Close()
		return other.Ping()
	}
	check("uses TLS that it verifies", func() error {
		return attempt(url("TLS_PORT", password, "sslmode=verify-full&sslrootcert="+os.Getenv("CA")))
	})
	check("is told that a password is wrong", func() error {
		return fails(attempt(url("PORT", "wrong", "sslmode=disable")), "password authentication failed")
	})
	check("is told that the database cannot be reached", func() error {
		return fails(attempt(url("UNREACHABLE_PORT", password, "sslmode=disable")), "could not be reached")
	})
	check("is told why there is no token", func() error {
		return fails(attempt(url("NO_TOKEN_PORT", password, "sslmode=disable")), "needs a sign-in")
	})
}

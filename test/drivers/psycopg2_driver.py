import io
import threading
import time
import psycopg2
import psycopg2.extensions
import psycopg2.extras
import psycopg2.pool
from checks import *

as_ = dict(host=HOST, port=PORT, user=USER, password=PASSWORD, dbname=DATABASE, connect_timeout=20)


def connect(**other):
    return psycopg2.connect(**{**as_, **other})


def one(client, sql, given=None):
    with client.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchone()[0]


client = connect()


def prepared():
    with client.cursor() as cursor:
        cursor.execute('prepare twice(int) as select $1 * 2')
        cursor.execute('execute twice(%s)', (21,))
        assert cursor.fetchone() == (42,)


def large():
    text = 'ä' * 8_000_000
    assert one(client, 'select %s', (text,)) == text


def cancel():
    timer = threading.Timer(0.5, client.cancel)
    timer.start()
    fails(lambda: one(client, 'select pg_sleep(60)'), 'canceling statement')
    client.rollback()
    assert one(client, 'select 1') == 1


def pool():
    many = psycopg2.pool.ThreadedConnectionPool(2, 4, **as_)
    taken = [many.getconn() for _ in range(4)]
    assert len({one(each, 'select pg_backend_pid()') for each in taken}) == 4
    for each in taken:
        many.putconn(each)
    many.closeall()


def reset():
    one(client, "select set_config('search_path', 'nowhere', false)")
    client.reset()
    assert one(client, 'show search_path') != 'nowhere'


def copy():
    with client.cursor() as cursor:
        cursor.execute('create temporary table copied (n int)')
        cursor.copy_expert('copy copied from stdin', io.StringIO('\n'.join(map(str, range(50_000)))))
        out = io.StringIO()
        cursor.copy_expert('copy copied to stdout', out)
        assert out.getvalue().count('\n') == 50_000
    client.rollback()


def stream():
    with client.cursor('rows') as cursor:
        cursor.itersize = 1_000
        cursor.execute('select generate_series(1, 20000)')
        assert sum(row[0] for row in cursor) == 20_000 * 20_001 // 2
    client.rollback()


def error():
    cause = fails(lambda: one(client, 'select * from nowhere'), 'nowhere')
    assert cause.pgcode == '42P01'
    client.rollback()


def reconnect():
    other = connect()
    pid = one(other, 'select pg_backend_pid()')
    one(client, 'select pg_terminate_backend(%s)', (pid,))
    time.sleep(0.3)
    fails(lambda: one(other, 'select 1'), 'closed')
    again = connect()
    assert one(again, 'select 1') == 1
    again.close()


def notify():
    listener = connect()
    listener.autocommit = True
    with listener.cursor() as cursor:
        cursor.execute('listen news')
        cursor.execute("notify news, 'hello'")
    listener.poll()
    assert listener.notifies[0].payload == 'hello'
    listener.close()


def tls():
    secure = connect(port=TLS_PORT, sslmode='verify-full', sslrootcert=CA)
    assert secure.info.ssl_in_use and one(secure, 'select 1') == 1
    secure.close()


check('connects', lambda: must(one(client, 'select current_user') == USER))
check('runs a prepared statement', prepared)
check('carries 8 million characters both ways', large)
check('cancels a query and goes on', cancel)
check('pools', pool)
check('resets a session', reset)
check('copies in and out', copy)
check('streams with a cursor of the server', stream)
check('shows an error of the server with its code', error)
check('connects again after its session was ended', reconnect)
check('is notified', notify)
check('uses TLS that it verifies', tls)
check('is told that a password is wrong', lambda: fails(lambda: connect(password='wrong'), 'password', 'How to connect'))
check('is told that another user is', lambda: fails(lambda: connect(user='reporting'), USER))
check('is told that the database cannot be reached', lambda: fails(lambda: connect(port=UNREACHABLE_PORT), 'could not be reached'))
check('is told why there is no token', lambda: fails(lambda: connect(port=NO_TOKEN_PORT), 'needs a sign-in'))

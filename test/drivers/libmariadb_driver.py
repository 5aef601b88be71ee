"""MySQLdb on libmariadb, the library of HeidiSQL, mysqlclient and DBD::MariaDB."""

import threading
import MySQLdb
import MySQLdb.cursors
from MySQLdb.constants import CLIENT
from checks import *

as_ = dict(host=HOST, port=PORT, user=USER, passwd=PASSWORD, db=DATABASE, connect_timeout=20)


def connect(**other):
    return MySQLdb.connect(**{**as_, **other})


def ask(session, sql, given=None):
    cursor = session.cursor()
    cursor.execute(sql, given)
    return cursor.fetchall()


client = connect()


def prepared():
    ask(client, "prepare twice from 'select ? * 2'")
    ask(client, 'set @n = 21')
    assert int(ask(client, 'execute twice using @n')[0][0]) == 42


def large():
    text = 'x' * 8_000_000
    assert ask(client, 'select %s', (text,))[0][0] == text


def cancel():
    other = connect()
    victim = client.thread_id()
    threading.Timer(0.5, lambda: ask(other, f'kill query {victim}')).start()
    try:
        assert ask(client, 'select sleep(60)')[0][0] == 1
    except MySQLdb.Error as cause:
        assert cause.args[0] == 1317, cause
    assert ask(client, 'select 1') == ((1,),)


def pool():
    sessions = [connect() for _ in range(5)]
    assert len({ask(each, 'select connection_id()') for each in sessions}) == 5
    for each in sessions:
        each.close()


def reset():
    ask(client, 'set @mine = 1')
    client.change_user(USER, PASSWORD, DATABASE)
    assert ask(client, 'select @mine, database()') == ((None, DATABASE),)


def stream():
    cursor = client.cursor(MySQLdb.cursors.SSCursor)
    cursor.execute('select seq from seq_1_to_50000')
    assert sum(row[0] for row in cursor) == 50_000 * 50_001 // 2
    cursor.close()


def several():
    cursor = connect(client_flag=CLIENT.MULTI_STATEMENTS).cursor()
    cursor.execute('select 1; select 2')
    assert cursor.fetchall() == ((1,),) and cursor.nextset() and cursor.fetchall() == ((2,),)
    cursor.close()


def reconnect():
    other = connect()
    ask(client, f'kill {other.thread_id()}')
    fails(lambda: [ask(other, 'select sleep(1)') for _ in range(3)], '')
    again = connect()
    assert ask(again, 'select 1') == ((1,),)
    again.close()


def transaction():
    ask(client, 'create or replace table held (n int) engine=innodb')
    client.begin()
    ask(client, 'insert into held values (1)')
    client.rollback()
    assert ask(client, 'select count(*) from held') == ((0,),)


def tls():
    session = connect(port=TLS_PORT, ssl=dict(ca=CA))
    assert ask(session, 'select 1') == ((1,),)
    session.close()


def nothing_chosen():
    session = MySQLdb.connect(**{k: v for k, v in as_.items() if k != 'db'})
    assert ask(session, 'select database()') == ((None,),)
    session.close()


def code(number, act, *words):
    cause = fails(act, *words)
    assert cause.args[0] == number, cause


check('connects', lambda: must(ask(client, 'select 1') == ((1,),)))
check('runs a prepared statement', prepared)
check('carries 8 million characters both ways', large)
check('cancels a query and goes on', cancel)
check('pools', pool)
check('resets a session by COM_CHANGE_USER', reset)
check('streams', stream)
check('gets several results', several)
check('shows an error of the server with its number', lambda: code(1146, lambda: ask(client, 'select * from nowhere')))
check('connects again after its session was ended', reconnect)
check('rolls a transaction back', transaction)
check('uses TLS that it verifies', tls)
check('has no database where it names none', nothing_chosen)
check('is told that a password is wrong', lambda: code(1045, lambda: connect(passwd='wrong'), 'local password'))
check('is told that the database cannot be reached', lambda: code(1429, lambda: connect(port=UNREACHABLE_PORT), 'could not be reached'))
check('is told why there is no token', lambda: code(1698, lambda: connect(port=NO_TOKEN_PORT), 'needs a sign-in'))

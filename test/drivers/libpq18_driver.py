"""psycopg2 on the libpq of PostgreSQL 18, against PostgreSQL 18: protocol 3.2, direct TLS, and what a client may ask."""

import threading
import psycopg2
import psycopg2.extensions
from checks import *

as_ = dict(host=HOST, port=PORT, user=USER, password=PASSWORD, dbname=DATABASE, connect_timeout=20)
secure = dict(port=TLS_PORT, sslmode='verify-full', sslrootcert=CA)


def connect(**other):
    return psycopg2.connect(**{**as_, **other})


def one(client, sql, given=None):
    with client.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchone()[0]


def version():
    assert psycopg2.extensions.libpq_version() >= 180000
    assert one(client, 'show server_version').startswith('18.')


def cancelled(session):
    threading.Timer(0.5, session.cancel).start()
    fails(lambda: one(session, 'select pg_sleep(60)'), 'canceling statement')
    session.rollback()
    assert one(session, 'select 1') == 1


def newest():
    session = connect(max_protocol_version='latest')
    assert one(session, 'select 1') == 1
    session.close()


def three_two():
    session = connect(min_protocol_version='3.2', max_protocol_version='3.2')
    assert session.info.protocol_version >= 3
    cancelled(session)
    session.close()


def direct():
    session = connect(sslnegotiation='direct', **secure)
    assert session.info.ssl_in_use and one(session, 'select 1') == 1
    cancelled(session)
    session.close()


def negotiated():
    session = connect(sslnegotiation='postgres', **secure)
    assert session.info.ssl_in_use and one(session, 'select 1') == 1
    session.close()


def direct_with_3_2():
    session = connect(sslnegotiation='direct', min_protocol_version='3.2', max_protocol_version='3.2', **secure)
    cancelled(session)
    session.close()


client = connect()
check('is of version 18, as the server is', version)
check('cancels with 3.0', lambda: cancelled(client))
check('asks for the newest protocol', newest)
check('insists on protocol 3.2, and cancels with its longer key', three_two)
check('begins TLS directly, and cancels', direct)
check('asks for TLS first', negotiated)
# each gateway learns from its first session what its server has
check('begins TLS directly, and insists on protocol 3.2', direct_with_3_2)
check('is refused direct TLS where there is none, with an alert', lambda: fails(
    lambda: connect(sslnegotiation='direct', sslmode='require'), 'alert handshake failure'))
check('requires SCRAM', lambda: connect(require_auth='scram-sha-256').close())
check('is told that a password is wrong', lambda: fails(lambda: connect(password='wrong'), 'How to connect'))
check('is told that the database cannot be reached', lambda: fails(lambda: connect(port=UNREACHABLE_PORT), 'could not be reached'))
check('carries 8 million characters', lambda: must(one(client, 'select length(%s)', ('ä' * 8_000_000,)) == 8_000_000))

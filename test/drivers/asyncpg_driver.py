import asyncio
import ssl
import asyncpg
from checks import *

as_ = dict(host=HOST, port=PORT, user=USER, password=PASSWORD, database=DATABASE, timeout=20, ssl=False)
loop = asyncio.new_event_loop()
run = loop.run_until_complete


def connect(**other):
    return asyncpg.connect(**{**as_, **other})


async def prepared():
    statement = await client.prepare('select $1::int * 2')
    assert [await statement.fetchval(n) for n in (21, 4)] == [42, 8]


async def large():
    text = 'ä' * 8_000_000
    assert await client.fetchval('select $1::text', text) == text


async def cancel():
    try:
        await asyncio.wait_for(client.execute('select pg_sleep(60)'), 0.5)
    except asyncio.TimeoutError:
        assert await client.fetchval('select 1') == 1
        return
    raise AssertionError('it was not cancelled')


async def pool():
    async with asyncpg.create_pool(min_size=2, max_size=5, **as_) as many:
        async def work(n):
            async with many.acquire() as session:
                return await session.fetchval('select $1::int + 1', n)
        assert await asyncio.gather(*map(work, range(30))) == list(range(1, 31))


async def reset():
    await client.execute("set search_path to nowhere")
    await client.reset()
    assert await client.fetchval('show search_path') != 'nowhere'


async def copy():
    await client.execute('create temporary table copied (n int)')
    await client.copy_records_to_table('copied', records=[(n,) for n in range(50_000)])
    assert await client.fetchval('select count(*) from copied') == 50_000


async def stream():
    async with client.transaction():
        total = 0
        async for row in client.cursor('select generate_series(1, 20000) as n', prefetch=500):
            total += row['n']
    assert total == 20_000 * 20_001 // 2


async def error():
    try:
        await client.fetchval('select * from nowhere')
    except asyncpg.UndefinedTableError as cause:
        assert cause.sqlstate == '42P01'
        return
    raise AssertionError('it did not fail')


async def reconnect():
    other = await connect()
    await client.execute('select pg_terminate_backend($1)', other.get_server_pid())
    await asyncio.sleep(0.2)
    try:
        await other.fetchval('select 1')
        raise AssertionError('it did not fail')
    except (asyncpg.PostgresError, asyncpg.InterfaceError):
        pass
    again = await connect()
    assert await again.fetchval('select 1') == 1
    await again.close()


async def many():
    await client.executemany('select $1::int', [(n,) for n in range(2_000)])


async def tls():
    context = ssl.create_default_context(cafile=CA)
    session = await connect(host='localhost', port=TLS_PORT, ssl=context)
    assert await session.fetchval('select 1') == 1
    await session.close()


client = run(connect())
check('connects', lambda: must(run(client.fetchval('select current_user')) == USER))
for name, behaves in [
    ('runs a prepared statement', prepared), ('carries 8 million characters both ways', large),
    ('cancels a query and goes on', cancel), ('pools', pool), ('resets a session', reset), ('copies in', copy),
    ('streams with a cursor of the server', stream), ('shows an error of the server with its code', error),
    ('connects again after its session was ended', reconnect), ('pipelines 2,000 executions', many),
    ('uses TLS that it verifies', tls),
]:
    check(name, lambda: run(behaves()))
check('is told that a password is wrong', lambda: fails(lambda: run(connect(password='wrong')), 'password'))
check('is told that the database cannot be reached', lambda: fails(lambda: run(connect(port=UNREACHABLE_PORT)), 'could not be reached'))
check('is told why there is no token', lambda: fails(lambda: run(connect(port=NO_TOKEN_PORT)), 'needs a sign-in'))

<?php
// PHP's pgsql, which is libpq.
$env = getenv();
function check(string $name, callable $behaves): void {
    try {
        $behaves();
        echo "ok $name\n";
    } catch (Throwable $cause) {
        echo "not ok $name - ", str_replace("\n", ' ', $cause->getMessage()), "\n";
    }
}
function must(bool $holds, string $why = 'it does not hold'): void {
    if (!$holds) throw new Exception($why);
}
set_error_handler(function (int $_, string $message): bool { throw new Exception($message); });
function connect(array $other = []): PgSql\Connection {
    global $env;
    $as = $other + ['host' => '127.0.0.1', 'port' => $env['PORT'], 'user' => $env['DB_USER'],
        'password' => $env['LOCAL_PASSWORD'], 'dbname' => $env['DATABASE'], 'connect_timeout' => 20];
    $words = array_map(fn($key, $value) => "$key='$value'", array_keys($as), $as);
    return pg_connect(implode(' ', $words), PGSQL_CONNECT_FORCE_NEW);
}
function one(PgSql\Connection $client, string $sql, array $given = []): ?string {
    return pg_fetch_result(pg_query_params($client, $sql, $given), 0, 0);
}
function fails(callable $act, string $word): void {
    try {
        $act();
    } catch (Throwable $cause) {
        must(str_contains($cause->getMessage(), $word), "\"$word\" is not in: " . $cause->getMessage());
        return;
    }
    throw new Exception('it did not fail');
}
$client = connect();
check('connects', fn() => must(one($client, 'select current_user') === $env['DB_USER']));
check('runs a prepared statement', function () use ($client) {
    pg_prepare($client, 'twice', 'select $1::int * 2');
    must(pg_fetch_result(pg_execute($client, 'twice', [21]), 0, 0) === '42');
});
check('carries 8 million characters both ways', function () use ($client) {
    $text = str_repeat('x', 8_000_000);
    must(one($client, 'select $1::text', [$text]) === $text);
});
check('cancels a query and goes on', function () use ($client) {
    pg_send_query($client, 'select pg_sleep(60)');
    usleep(300_000);
    pg_cancel_query($client);
    must(one($client, 'select 1') === '1');
});
check('pools with connections that persist', function () use ($env) {
    $words = "host=127.0.0.1 port={$env['PORT']} user={$env['DB_USER']} password={$env['LOCAL_PASSWORD']} dbname={$env['DATABASE']}";
    must(pg_get_pid(pg_pconnect($words)) === pg_get_pid(pg_pconnect($words)));
});
check('resets a connection', function () {
    $other = connect();
    $before = pg_get_pid($other);
    must(pg_connection_reset($other) && pg_get_pid($other) !== $before && one($other, 'select 1') === '1');
});
check('copies in and out', function () use ($client) {
    pg_query($client, 'create temporary table copied (n int)');
    pg_copy_from($client, 'copied', array_map(fn($n) => "$n\n", range(1, 20_000)));
    must(count(pg_copy_to($client, 'copied')) === 20_000);
});
check('sends a query and does other things meanwhile', function () use ($client) {
    pg_send_query($client, 'select 1; select 2');
    $rows = [];
    while ($result = pg_get_result($client)) $rows[] = pg_fetch_result($result, 0, 0);
    must($rows === ['1', '2']);
});
check('shows an error of the server with its code', function () use ($client) {
    pg_send_query($client, 'select * from nowhere');
    must(pg_result_error_field(pg_get_result($client), PGSQL_DIAG_SQLSTATE) === '42P01');
    while (pg_get_result($client));
});
check('connects again after its session was ended', function () use ($client) {
    $other = connect();
    one($client, 'select pg_terminate_backend($1)', [pg_get_pid($other)]);
    usleep(300_000);
    fails(fn() => one($other, 'select 1'), 'terminating connection');
    must(one(connect(), 'select 1') === '1');
});
check('carries bytes', function () use ($client) {
    $bytes = random_bytes(1_000_000);
    must(pg_unescape_bytea(one($client, 'select $1::bytea', [pg_escape_bytea($client, $bytes)])) === $bytes);
});
check('uses TLS that it verifies', fn() => must(one(connect(
    ['port' => $env['TLS_PORT'], 'sslmode' => 'verify-full', 'sslrootcert' => $env['CA']]), 'select 1') === '1'));
check('is told that a password is wrong', fn() => fails(fn() => connect(['password' => 'wrong']), 'How to connect'));
check('is told that the database cannot be reached', fn() => fails(fn() => connect(['port' => $env['UNREACHABLE_PORT']]), 'could not be reached'));
check('is told why there is no token', fn() => fails(fn() => connect(['port' => $env['NO_TOKEN_PORT']]), 'needs a sign-in'));

# DBD::Pg (libpq) and DBD::MariaDB (libmariadb), by the name in the first argument.
use strict;
use warnings;
use DBI;
my $pg = $ARGV[0] eq 'Pg';
$| = 1;

sub check {
    my ($name, $behaves) = @_;
    if (eval { $behaves->(); 1 }) { print "ok $name\n"; return }
    (my $why = "$@") =~ s/\n/ /g;
    print "not ok $name - $why\n";
}
sub must { my ($holds, $why) = @_; die($why // 'it does not hold') unless $holds }
sub connect_to {
    my %other = @_;
    my $port = $other{port} // $ENV{PORT};
    my $password = $other{password} // $ENV{LOCAL_PASSWORD};
    my $dsn = $pg ? "dbi:Pg:dbname=$ENV{DATABASE};host=127.0.0.1;port=$port;connect_timeout=20"
                  : "dbi:MariaDB:database=$ENV{DATABASE};host=127.0.0.1;port=$port;mariadb_connect_timeout=20";
    $dsn .= $other{more} // '';
    return DBI->connect($dsn, $ENV{DB_USER}, $password, { RaiseError => 1, PrintError => 0 });
}
sub fails {
    my ($act, $word) = @_;
    die 'it did not fail' if eval { $act->(); 1 };
    must(index("$@", $word) >= 0, "\"$word\" is not in: $@");
}
my $client = connect_to();
my $id = $pg ? 'select pg_backend_pid()' : 'select connection_id()';
my $sleep = $pg ? 'select pg_sleep(60)' : 'select sleep(60)';
sub one { my ($session, $sql, @given) = @_; return ($session->selectrow_array($sql, undef, @given))[0] }

check('connects', sub { must(one($client, 'select current_user') =~ /^$ENV{DB_USER}/) });
check('runs a prepared statement of the server', sub {
    my $statement = $client->prepare('select ? + 0', $pg ? {} : { mariadb_server_prepare => 1 });
    for my $n (21, 4) { $statement->execute($n); must($statement->fetchrow_array == $n) }
});
check('carries 8 million characters both ways', sub {
    my $text = 'x' x 8_000_000;
    must(one($client, $pg ? 'select ?::text' : 'select ?', $text) eq $text);
});
check('cancels a query and goes on', sub {
    if ($pg) {
        my $statement = $client->prepare($sleep, { pg_async => 1 });
        $statement->execute;
        select(undef, undef, undef, 0.3);
        $client->pg_cancel;
    } else {
        my $other = connect_to();
        my $statement = $client->prepare($sleep, { mariadb_async => 1 });
        $statement->execute;
        select(undef, undef, undef, 0.3);
        $other->do('kill query ' . $client->{mariadb_thread_id});
        eval { $statement->mariadb_async_result };
    }
    must(one($client, 'select 1') == 1);
});
check('caches connections', sub {
    my @given = ($pg ? "dbi:Pg:dbname=$ENV{DATABASE};host=127.0.0.1;port=$ENV{PORT}"
                     : "dbi:MariaDB:database=$ENV{DATABASE};host=127.0.0.1;port=$ENV{PORT}",
        $ENV{DB_USER}, $ENV{LOCAL_PASSWORD}, { RaiseError => 1, PrintError => 0 });
    must(one(DBI->connect_cached(@given), $id) == one(DBI->connect_cached(@given), $id));
});
check('pings', sub { must($client->ping) });
check('rolls a transaction back', sub {
    $client->do('create temporary table held (n int)');
    $client->begin_work;
    $client->do('insert into held values (1)');
    $client->rollback;
    must(one($client, 'select count(*) from held') == 0);
});
check('reads 20,000 rows one by one', sub {
    my $sql = $pg ? 'select generate_series(1, 20000)' : 'select seq from seq_1_to_20000';
    my $statement = $client->prepare($sql);
    $statement->execute;
    my $sum = 0;
    while (my ($n) = $statement->fetchrow_array) { $sum += $n }
    must($sum == 20_000 * 20_001 / 2, "the sum is $sum");
});
check($pg ? 'copies in' : 'inserts many rows at once', sub {
    $client->do('create temporary table many (n int)');
    if ($pg) {
        $client->do('copy many from stdin');
        $client->pg_putcopydata("$_\n") for 1 .. 20_000;
        $client->pg_putcopyend;
    } else {
        $client->do('insert into many values ' . join ',', map { "($_)" } 1 .. 20_000);
    }
    must(one($client, 'select count(*) from many') == 20_000);
});
check('shows an error of the server with its state', sub {
    fails(sub { one($client, 'select * from nowhere') }, 'nowhere');
    must($client->state eq ($pg ? '42P01' : '42S02'), $client->state);
});
check('connects again after its session was ended', sub {
    my $other = connect_to();
    my $number = one($other, $id);
    $client->do($pg ? "select pg_terminate_backend($number)" : "kill $number");
    select(undef, undef, undef, 0.3);
    fails(sub { one($other, 'select 1') }, '');
    must(one(connect_to(), 'select 1') == 1);
});
check('uses TLS that it verifies', sub {
    my $more = $pg ? ";sslmode=verify-full;sslrootcert=$ENV{CA}" : ";mariadb_ssl=1;mariadb_ssl_ca_file=$ENV{CA};mariadb_ssl_verify_server_cert=1";
    must(one(connect_to(port => $ENV{TLS_PORT}, more => $more), 'select 1') == 1);
});
check('is told that a password is wrong', sub { fails(sub { connect_to(password => 'wrong') }, 'How to connect') });
check('is told that the database cannot be reached', sub { fails(sub { connect_to(port => $ENV{UNREACHABLE_PORT}) }, 'could not be reached') });
check('is told why there is no token', sub { fails(sub { connect_to(port => $ENV{NO_TOKEN_PORT}) }, 'needs a sign-in') });

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.Timer;
import java.util.TimerTask;

/** pgjdbc and MariaDB's Connector/J, by the name in the first argument: `postgresql` or `mariadb`. */
public class Jdbc {
  interface Act {
    void run() throws Exception;
  }

  static boolean postgres;

  static void check(String name, Act behaves) {
    try {
      behaves.run();
      System.out.println("ok " + name);
    } catch (Throwable cause) {
      System.out.println("not ok " + name + " - " + String.valueOf(cause).replace('\n', ' '));
    }
  }

  static void must(boolean holds) {
    if (!holds) throw new IllegalStateException("it does not hold");
  }

  static SQLException fails(Act act, String word) throws Exception {
    try {
      act.run();
    } catch (SQLException cause) {
      if (!cause.toString().contains(word))
        throw new IllegalStateException('"' + word + "\" is not in: " + cause);
      return cause;
    }
    throw new IllegalStateException("it did not fail");
  }

  static Connection connect(String port, String password, String... more) throws SQLException {
    Properties as = new Properties();
    as.setProperty("user", System.getenv("DB_USER"));
    as.setProperty("password", password);
    as.setProperty("connectTimeout", postgres ? "20" : "20000");
    if (!postgres) as.setProperty("allowMultiQueries", "true");
    for (int at = 0; at < more.length; at += 2) as.setProperty(more[at], more[at + 1]);
    String scheme = postgres ? "postgresql" : "mariadb";
    return DriverManager.getConnection(
        "jdbc:" + scheme + "://localhost:" + System.getenv(port) + "/" + System.getenv("DATABASE"), as);
  }

  static Connection connect() throws SQLException {
    return connect("PORT", System.getenv("LOCAL_PASSWORD"));
  }

  static String one(Connection client, String sql, String... given) throws SQLException {
    try (PreparedStatement statement = client.prepareStatement(sql)) {
      for (int at = 0; at < given.length; at++) statement.setString(at + 1, given[at]);
      try (ResultSet rows = statement.executeQuery()) {
        must(rows.next());
        return rows.getString(1);
      }
    }
  }

  public static void main(String[] args) throws Exception {
    postgres = args[0].equals("postgresql");
    Connection client = connect();
    String id = postgres ? "select pg_backend_pid()" : "select connection_id()";
    String sleep = postgres ? "select pg_sleep(60)" : "select sleep(60)";

    check("connects", () -> must(one(client, "select current_user").startsWith(System.getenv("DB_USER"))));
    check("runs a prepared statement of the server", () -> {
      String[] more = postgres ? new String[] {"prepareThreshold", "1"} : new String[] {"useServerPrepStmts", "true"};
      try (Connection other = connect("PORT", System.getenv("LOCAL_PASSWORD"), more);
          PreparedStatement twice = other.prepareStatement("select ? * 2")) {
        for (int n = 1; n < 12; n++) {
          twice.setInt(1, n);
          ResultSet rows = twice.executeQuery();
          must(rows.next() && rows.getInt(1) == 2 * n);
        }
      }
    });
    check("carries 8 million characters both ways", () -> {
      char[] chars = new char[8_000_000];
      Arrays.fill(chars, 'ä');
      String text = new String(chars);
      must(one(client, postgres ? "select ?::text" : "select ?", text).equals(text));
    });
    check("cancels a query and goes on", () -> {
      try (Statement slow = client.createStatement()) {
        new Timer(true).schedule(new TimerTask() {
          @Override public void run() {
            try { slow.cancel(); } catch (SQLException cause) { throw new IllegalStateException(cause); }
          }
        }, 500);
        try {
          slow.executeQuery(sleep);
          must(!postgres);
        } catch (SQLException cause) {
          must(cause.getSQLState().equals(postgres ? "57014" : "70100"));
        }
      }
      must(one(client, "select 1").equals("1"));
    });
    check("gives up after its own time-out", () -> {
      try (Statement slow = client.createStatement()) {
        slow.setQueryTimeout(1);
        try {
          slow.executeQuery(sleep);
          must(!postgres);
        } catch (SQLException cause) {
          must(cause.getSQLState() != null);
        }
      }
      must(one(client, "select 1").equals("1"));
    });
    check("holds eight connections as a pool does, each alive", () -> {
      Connection[] many = new Connection[8];
      for (int at = 0; at < many.length; at++) many[at] = connect();
      for (Connection each : many) {
        must(each.isValid(5));
        each.close();
      }
    });
    check("rolls a transaction back to a savepoint", () -> {
      try (Statement statement = client.createStatement()) {
        statement.execute("create temporary table held (n int)");
        client.setAutoCommit(false);
        statement.execute("insert into held values (1)");
        java.sql.Savepoint savepoint = client.setSavepoint();
        statement.execute("insert into held values (2)");
        client.rollback(savepoint);
        client.commit();
        client.setAutoCommit(true);
      }
      must(one(client, "select count(*) from held").equals("1"));
    });
    check("sends a batch of 5,000", () -> {
      try (Statement statement = client.createStatement()) {
        statement.execute("create temporary table batched (n int)");
      }
      client.setAutoCommit(false);
      try (PreparedStatement insert = client.prepareStatement("insert into batched values (?)")) {
        for (int n = 0; n < 5_000; n++) {
          insert.setInt(1, n);
          insert.addBatch();
        }
        must(insert.executeBatch().length == 5_000);
      }
      client.commit();
      client.setAutoCommit(true);
      must(one(client, "select count(*) from batched").equals("5000"));
    });
    check("streams with a fetch size", () -> {
      client.setAutoCommit(false);
      try (Statement statement = client.createStatement()) {
        statement.setFetchSize(500);
        long sum = 0;
        ResultSet rows = statement.executeQuery(
            postgres ? "select generate_series(1, 20000)" : "select seq from seq_1_to_20000");
        while (rows.next()) sum += rows.getInt(1);
        must(sum == 20_000L * 20_001 / 2);
      }
      client.setAutoCommit(true);
    });
    check(postgres ? "copies in" : "gets several results", () -> {
      if (postgres) {
        Object copied = client.unwrap(org_postgresql("PGConnection"));
        Object manager = org_postgresql("PGConnection").getMethod("getCopyAPI").invoke(copied);
        try (Statement statement = client.createStatement()) {
          statement.execute("create temporary table copied (n int)");
        }
        Object count = manager.getClass().getMethod("copyIn", String.class, java.io.Reader.class)
            .invoke(manager, "copy copied from stdin", new StringReader("1\n2\n3\n"));
        must(count.equals(3L));
      } else {
        try (Statement statement = client.createStatement()) {
          must(statement.execute("select 1; select 2") && statement.getMoreResults());
        }
      }
    });
    check("shows an error of the server with its state", () -> {
      SQLException cause = fails(() -> one(client, "select * from nowhere"), "nowhere");
      must(cause.getSQLState().equals(postgres ? "42P01" : "42S02"));
    });
    check("connects again after its session was ended", () -> {
      Connection other = connect();
      String number = one(other, id);
      try (Statement statement = client.createStatement()) {
        statement.execute(postgres ? "select pg_terminate_backend(" + number + ")" : "kill " + number);
      }
      Thread.sleep(300);
      fails(() -> one(other, "select 1"), "");
      must(one(connect(), "select 1").equals("1"));
    });
    check("uses TLS that it verifies", () -> {
      String[] more = postgres
          ? new String[] {"sslmode", "verify-full", "sslrootcert", System.getenv("CA")}
          : new String[] {"useSsl", "true", "serverSslCert", System.getenv("CA")};
      must(one(connect("TLS_PORT", System.getenv("LOCAL_PASSWORD"), more), "select 1").equals("1"));
    });
    check("is told that a password is wrong", () -> fails(() -> connect("PORT", "wrong"), "How to connect"));
    check("is told that the database cannot be reached",
        () -> fails(() -> connect("UNREACHABLE_PORT", System.getenv("LOCAL_PASSWORD")), "could not be reached"));
    check("is told why there is no token",
        () -> fails(() -> connect("NO_TOKEN_PORT", System.getenv("LOCAL_PASSWORD")), "needs a sign-in"));
    System.exit(0);
  }

  static Class<?> org_postgresql(String name) throws ClassNotFoundException {
    return Class.forName("org.postgresql." + name);
  }
}

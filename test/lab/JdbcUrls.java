import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What each driver's own parser finds in JDBC URLs, of which the file of the first argument has one a line: user,
 * password and database, in hexadecimal, for neither a space nor a line end is safe in them.
 */
public class JdbcUrls {
  public static void main(String[] args) throws Exception {
    for (String url : Files.readAllLines(Path.of(args[0]))) {
      String[] found = url.startsWith("jdbc:postgresql:") ? postgres(url) : mariadb(url);
      for (String one : found) System.out.print(hex(one) + ".");
      System.out.println();
    }
  }

  static String[] postgres(String url) {
    var as = org.postgresql.Driver.parseURL(url, null);
    if (as == null) return new String[] {"refused"};
    return new String[] {as.getProperty("user"), as.getProperty("password"), as.getProperty("PGDBNAME")};
  }

  static String[] mariadb(String url) throws Exception {
    var as = org.mariadb.jdbc.UrlParser.parse(url);
    return new String[] {as.getUsername(), as.getPassword(), as.getDatabase()};
  }

  static String hex(String text) {
    return HexFormat.of().formatHex((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
  }
}

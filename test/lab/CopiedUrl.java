import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;

/** Connects with a JDBC URL as it was copied, in the file of the first argument, and prints the user. */
public class CopiedUrl {
  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection(Files.readString(Path.of(args[0])));
        ResultSet rows = connection.createStatement().executeQuery("select current_user")) {
      rows.next();
      System.out.println(rows.getString(1));
    }
  }
}

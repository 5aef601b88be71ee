"""A database of LibreOffice Base, made as a person makes it: saved without a password, opened again, asked.

Arguments: the office's pipe, the file to save it in, its address, its user, and a query. The password is in the
environment. Prints the rows' first column, or why there are none.
"""

import os
import sys
import time

import uno

pipe, file, address, user, query = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)


def office():
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.1)
    raise SystemExit("the office does not answer")


context = office()
make = context.ServiceManager.createInstanceWithContext
databases = make("com.sun.star.sdb.DatabaseContext", context)
if not os.path.exists(file):
    new = databases.createInstance()
    new.URL = address
    new.User = user
    new.IsPasswordRequired = True
    new.DatabaseDocument.storeAsURL(uno.systemPathToFileUrl(file), ())
    new.DatabaseDocument.close(True)
source = databases.getByName(uno.systemPathToFileUrl(file))
try:
    connection = source.getConnection(source.User, os.environ["LOCAL_PASSWORD"])
    rows = connection.createStatement().executeQuery(query)
    while rows.next():
        print(rows.getString(1))
    connection.close()
except uno.getClass("com.sun.star.sdbc.SQLException") as refused:
    print("refused:", refused.Message)

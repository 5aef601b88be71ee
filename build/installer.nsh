# What electron-builder's installer for Windows has beside its own: https://www.electron.build/nsis#custom-nsis-script
# An update runs the uninstaller too, and takes nothing back.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    # PATH, latchkey: links and the start at login are this account's: main/electron/uninstall.ts
    ExecWait '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --uninstall'

    # a one-click uninstaller is always silent by now, so what it was called with says whether somebody is there to answer
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/S" $R1
    ${if} ${Errors}
      MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Delete your saved connections and settings too?$\r$\n$\r$\nThey are in $APPDATA\${PRODUCT_FILENAME}. Your AWS files are not touched." IDNO latchkeyKeepsData
      RMDir /r "$APPDATA\${PRODUCT_FILENAME}"
      latchkeyKeepsData:
    ${endIf}
    ClearErrors
  ${endIf}
!macroend

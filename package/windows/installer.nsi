; Installs Sitewell for the person who runs it: no administrator is needed. The
; history is not touched, neither by an update nor by the uninstaller.
;   sitewell-…-setup.exe /S           installs without a question
;   sitewell-…-setup.exe /S /PATH     also for the command line
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include Sections.nsh
!include FileFunc.nsh
!include WinMessages.nsh
!include StrFunc.nsh
${StrStr}
${UnStrRep}

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sitewell"

Name "Sitewell"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Sitewell"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 96
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Sitewell"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs Sitewell"
VIAddVersionKey "CompanyName" "The Sitewell authors"
VIAddVersionKey "LegalCopyright" "The Sitewell authors, MIT License"

!define MUI_ICON "sitewell.ico"
!define MUI_UNICON "sitewell.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\sitewell.exe"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "French"

LangString PathName ${LANG_ENGLISH} "Use from the command line"
LangString PathName ${LANG_GERMAN} "Auf der Befehlszeile verwenden"
LangString PathName ${LANG_FRENCH} "Utiliser en ligne de commande"
LangString PathTooLong ${LANG_ENGLISH} "The list of folders for programs (PATH) is too long to be changed here. Add this folder yourself if you use the command line: $INSTDIR"
LangString PathTooLong ${LANG_GERMAN} "Die Liste der Programmordner (PATH) ist zu lang, um hier geändert zu werden. Fügen Sie diesen Ordner selbst hinzu, wenn Sie die Befehlszeile verwenden: $INSTDIR"
LangString PathTooLong ${LANG_FRENCH} "La liste des dossiers de programmes (PATH) est trop longue pour être modifiée ici. Si vous utilisez la ligne de commande, ajoutez-y ce dossier vous-même : $INSTDIR"
LangString InUse ${LANG_ENGLISH} "Sitewell is open. Close it, then press Retry."
LangString InUse ${LANG_GERMAN} "Sitewell ist geöffnet. Schließen Sie es und klicken Sie auf „Wiederholen“."
LangString InUse ${LANG_FRENCH} "Sitewell est ouvert. Fermez-le, puis cliquez sur « Recommencer »."

; A program that runs can't be written to.
!macro WaitUntilClosed FILE
  retry${FILE}:
  ClearErrors
  IfFileExists "$INSTDIR\${FILE}" 0 closed${FILE}
  FileOpen $0 "$INSTDIR\${FILE}" a
  IfErrors 0 opened${FILE}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(InUse)" /SD IDCANCEL IDRETRY retry${FILE}
  SetErrorLevel 1
  Quit
  opened${FILE}:
  FileClose $0
  closed${FILE}:
!macroend

; ReadPath puts the person's own PATH on $0, and "too long" on $1 where it can't be
; read whole: writing it back would lose a part of it.
!macro ReadPath
  StrCpy $1 ""
  ClearErrors
  ReadRegStr $0 HKCU "Environment" "Path"
  IfErrors 0 read
  StrCpy $2 0
  next:
    EnumRegValue $3 HKCU "Environment" $2
    StrCmp $3 "" none
    StrCmp $3 "Path" long
    IntOp $2 $2 + 1
    Goto next
  long:
  StrCpy $1 "too long"
  none:
  StrCpy $0 ""
  read:
!macroend

Section "Sitewell" SecProgram
  SectionIn RO
  !insertmacro WaitUntilClosed sitewell.exe
  !insertmacro WaitUntilClosed sitewell.com
  SetOutPath "$INSTDIR"
  File "installer/sitewell.exe"
  File "installer/sitewell.com"
  File "installer/LICENSES.txt"
  File "installer/CHANGELOG.md"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\Sitewell.lnk" "$INSTDIR\sitewell.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Sitewell"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\sitewell.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Sitewell authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section /o "$(PathName)" SecPath
  !insertmacro ReadPath
  StrCmp $1 "" +3
    MessageBox MB_OK|MB_ICONINFORMATION "$(PathTooLong)" /SD IDOK
    Goto done
  ; With the new folder it must still fit.
  StrLen $1 "$0;$INSTDIR"
  IntCmp $1 1000 0 0 tooLong
  ${StrStr} $1 ";$0;" ";$INSTDIR;"
  StrCmp $1 "" 0 done
  StrCmp $0 "" 0 +3
    WriteRegExpandStr HKCU "Environment" "Path" "$INSTDIR"
    Goto tell
  WriteRegExpandStr HKCU "Environment" "Path" "$0;$INSTDIR"
  Goto tell
  tooLong:
  MessageBox MB_OK|MB_ICONINFORMATION "$(PathTooLong)" /SD IDOK
  Goto done
  tell:
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
  done:
SectionEnd

Function .onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PATH" $1
  IfErrors done ; a macro is several instructions
  !insertmacro SelectSection ${SecPath}
  done:
FunctionEnd

Section "Uninstall"
  !insertmacro WaitUntilClosed sitewell.exe
  !insertmacro WaitUntilClosed sitewell.com
  Delete "$INSTDIR\sitewell.exe"
  Delete "$INSTDIR\sitewell.com"
  Delete "$INSTDIR\LICENSES.txt"
  Delete "$INSTDIR\CHANGELOG.md"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Sitewell.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  !insertmacro ReadPath
  StrCmp $1 "" 0 done
  StrCmp $0 "" done
  ${UnStrRep} $1 ";$0;" ";$INSTDIR;" ";"
  StrCmp $1 ";$0;" done
  ; Without the semicolons that were put around it.
  StrCpy $1 $1 "" 1
  StrCpy $1 $1 -1
  StrCmp $1 "" 0 +3
    DeleteRegValue HKCU "Environment" "Path"
    Goto tell
  WriteRegExpandStr HKCU "Environment" "Path" "$1"
  tell:
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
  done:
SectionEnd

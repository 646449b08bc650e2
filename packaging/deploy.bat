@echo off
rem Brings hotspotd onto a box, or a newer version, and back where that does not work; from a Windows desk, with the OpenSSH that Windows has:
rem
rem     deploy.bat [--from FOLDER] [USER@]HOST
rem
rem HOST is what ssh takes; more options of ssh stand in DEPLOY_SSH. FOLDER holds the packages: target\packages, or a release's dist. It does what
rem packaging/deploy does, with the same exit codes. Windows' ssh cannot share one connection, so a password is asked for at each step: use a key.
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
set "from="
if not "%~1"=="--from" goto one
if "%~2"=="" goto usage
set "from=%~2"
shift
shift
:one
if "%~1"=="" goto usage
if not "%~2"=="" goto usage
set "host=%~1"
if "%host:~0,1%"=="-" goto usage

rem In a release, the packages are beside this script, and so is what goes with the bare program.
set "units=%here%..\systemd\"
set "usual=%here%..\target\packages"
if exist "%here%hotspotd.service" set "units=%here%"
if exist "%here%hotspotd.service" set "usual=%here%."
if "%from%"=="" set "from=%usual%"

rem The box's words have signs that are not of the old code pages.
chcp 65001 >nul
where ssh scp sftp certutil >nul 2>nul
if errorlevel 1 (
    echo ssh, scp or sftp is missing: Settings, Optional features, OpenSSH client. 1>&2
    exit /b 1
)
set "options=%DEPLOY_SSH% -o ServerAliveInterval=15"
set "folder=.hotspotd-deploy"

ssh %options% "%host%" "mkdir -p -m 0700 %folder%"
if errorlevel 1 (
    echo %host% does not let us in: is the name right, and does "ssh %host%" work? 1>&2
    exit /b 1
)
scp -q %options% "%here%deploy-on-box" "%units%hotspotd.service" "%units%hotspotd.sysusers" "%host%:%folder%/"
if errorlevel 1 (
    echo Nothing can be copied to %host%. 1>&2
    exit /b 1
)

set "found=%TEMP%\hotspotd-deploy-%RANDOM%.txt"
ssh %options% "%host%" sh %folder%/deploy-on-box look >"%found%"
if errorlevel 1 (
    type "%found%" 1>&2
    del "%found%"
    exit /b 1
)
set "kind="
for /f "usebackq tokens=1,2" %%a in ("%found%") do (
    set "kind=%%a"
    set "arch=%%b"
)
del "%found%"
echo %host% takes the %kind% for %arch%

rem The newest, where there are several: the one that was written last.
set "package="
if "%kind%"=="deb" (
    for /f "delims=" %%p in ('dir /b /a-d /o-d "%from%\hotspotd_*_%arch%.deb" 2^>nul') do if not defined package set "package=%%p"
) else (
    for /f "delims=" %%p in ('dir /b /a-d /o-d "%from%\hotspotd-%arch%" "%from%\hotspotd-*-%arch%" 2^>nul') do if not defined package set "package=%%p"
)
if not defined package (
    echo There is no %kind% for %arch% in %from%: name another folder by --from. 1>&2
    exit /b 1
)
set "sum="
for /f "skip=1 delims=" %%s in ('certutil -hashfile "%from%\%package%" SHA256') do if not defined sum set "sum=%%s"
set "sum=%sum: =%"
set "file=hotspotd-%sum:~0,12%.%kind%"

set "wanted="
for /f %%w in ('ssh %options% "%host%" sh %folder%/deploy-on-box room %file% %sum%') do set "wanted=%%w"
if not "%wanted%"=="wanted" goto copied
pushd "%from%"
echo reput "%package%" "%folder%/%file%" | sftp -q %options% "%host%" >nul
if errorlevel 1 (
    popd
    echo The line broke while copying: run it again, and it goes on from there. 1>&2
    exit /b 1
)
popd
:copied
echo %package% is copied

ssh -t %options% "%host%" sh %folder%/deploy-on-box install %file% %sum%
set "code=%ERRORLEVEL%"
if "%code%"=="255" (
    echo The line was lost; the box goes on by itself. Run it again: it says what became of it. 1>&2
    exit /b 4
)
exit /b %code%

:usage
echo usage: deploy.bat [--from FOLDER] [USER@]HOST 1>&2
exit /b 64

# Shared by run, test and bench: what this machine needs, and builds that happen only when their inputs changed.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# No compiler or MSBuild process stays behind.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

APPHOST=Netflix.AppHost/bin/Release/net10.0/Netflix.AppHost.dll
STAMPS=artifacts/stamps

say() { printf '%s\n' "$*" >&2; }
die() { say "Netflix cannot start. $*"; exit 1; }

need_dotnet() {
  command -v dotnet >/dev/null || die "The .NET 10 SDK is not installed: https://dotnet.microsoft.com/download/dotnet/10.0"
  local version
  version=$(dotnet --version 2>/dev/null) || version=none
  [[ $version == 10.* ]] || die "The .NET 10 SDK is needed, this machine has: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')(https://dotnet.microsoft.com/download/dotnet/10.0)"
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null || die "Node.js 20 or later with npm is not installed: https://nodejs.org"
  local version
  version=$(node --version)
  version=${version#v}
  [[ ${version%%.*} -ge 20 ]] || die "Node.js 20 or later is needed, this machine has $version: https://nodejs.org"
}

# need_packages PROGRAM:PACKAGE...  installs by apt what is missing
need_packages() {
  local missing=() pair
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  command -v apt-get >/dev/null || die "Not installed: ${missing[*]}. Install them with this system's package manager."
  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    as_root=(sudo -n)
    sudo -n true 2>/dev/null || die "Not installed: ${missing[*]}. Install them with: sudo apt-get install -y ${missing[*]}"
  fi
  say "Installing ${missing[*]}"
  # A fresh machine or image has no package lists.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' sh "${missing[@]}" >&2 ||
    die "apt-get could not install ${missing[*]}; its message is above."
}

# install_npm run|test  (run needs no dev packages; test's serve both)
install_npm() {
  [[ -L node_modules ]] && return # another tree's packages, linked: npm ci would empty them under it
  local lock
  lock=$(sha256sum <package-lock.json | cut -d' ' -f1)
  case $(cat node_modules/.netflix-installed 2>/dev/null) in
    "test $lock" | "$1 $lock") return ;;
  esac
  say "Installing npm packages"
  local omit=()
  [[ $1 == run ]] && omit=(--omit=dev)
  npm ci --ignore-scripts --no-progress --loglevel=error "${omit[@]}" >&2 || die "npm ci failed; its message is above."
  echo "$1 $lock" >node_modules/.netflix-installed
}

# changed STAMP PATH...  true when a source under a path is newer than the stamp; a removed file makes its folder newer
changed() {
  local stamp=$STAMPS/$1
  shift
  [[ ! -e $stamp ]] ||
    [[ -n $(find "$@" \( -name bin -o -name obj -o -name wwwroot -o -name node_modules \) -prune -o -newer "$stamp" -print -quit) ]]
}

stamp() { mkdir -p "$STAMPS" && touch "${@/#/$STAMPS/}"; }

build_web() {
  [[ -f src/Netflix.Host/wwwroot/index.html ]] && ! changed web src/Netflix.Web package.json package-lock.json && return
  say "Building the web client"
  npm run --silent build >&2 || die "The web client does not build; the message is above."
  stamp web
}

# dotnet_build PROJECT  whose left-overs (MSBuild's, NuGet's) stay in the clone, and not for long
dotnet_build() {
  mkdir -p artifacts/tmp
  TMPDIR=$PWD/artifacts/tmp dotnet build "$1" -c Release -v quiet -p:UseSharedCompilation=false >&2 || die "$1 does not build; the message is above."
  rm -rf artifacts/tmp
}

DOTNET_SOURCES=(Netflix.AppHost Netflix.ServiceDefaults src Directory.Build.props Directory.Packages.props global.json)

# build_dotnet  what ./run starts
build_dotnet() {
  [[ -f $APPHOST ]] && ! changed dotnet "${DOTNET_SOURCES[@]}" && return
  say "Building the service"
  dotnet_build Netflix.AppHost
  stamp dotnet
}

# build_solution  that, the tests and the benches
build_solution() {
  [[ -f $APPHOST ]] && ! changed solution "${DOTNET_SOURCES[@]}" tests Netflix.sln && return
  say "Building the solution"
  dotnet_build Netflix.sln
  stamp dotnet solution
}

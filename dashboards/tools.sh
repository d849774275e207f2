# Sourced by check and verify: puts Prometheus, Alertmanager and their tools on the PATH, Debian's where
# there are none. The packages are unpacked, not installed: installing them would start services.

tools_dir=${BASH_SOURCE%/*}/target/debian

fetch_tools() (
  command -v apt-get >/dev/null || {
    echo "needs prometheus, promtool, alertmanager and amtool on the PATH" >&2
    exit 1
  }
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  mkdir -p "$tools_dir"
  cd "$tools_dir"
  # The lists of packages may be there already, and up to date.
  apt-get download -q "$@" || {
    "${as_root[@]}" apt-get update -q
    apt-get download -q "$@"
  }
  for package in *.deb; do
    dpkg-deb -x "$package" .
    rm "$package"
  done
)

# Debian calls it prometheus-alertmanager, everybody else alertmanager.
alertmanager_name() {
  command -v alertmanager || command -v prometheus-alertmanager
}

have_tools() {
  command -v promtool >/dev/null && command -v prometheus >/dev/null &&
    command -v amtool >/dev/null && alertmanager_name >/dev/null
}

if ! have_tools; then
  PATH=$PATH:$(realpath -m "$tools_dir")/usr/bin
  have_tools || fetch_tools prometheus prometheus-alertmanager >&2
fi

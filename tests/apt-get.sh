#!/bin/sh
# Run apt-get for what the tests drive: say what is installed, and wait while another package manager
# holds a lock, for at most ten minutes. usage: apt-get.sh update|install PACKAGE...
set -eu
command=$1
shift
export DEBIAN_FRONTEND=noninteractive
case $command in
  update) set -- -o DPkg::Lock::Timeout=600 --quiet update "$@" ;;
  install)
    echo "installing for the tests: $*"
    set -- -o DPkg::Lock::Timeout=600 --quiet --yes --no-install-recommends install "$@"
    ;;
esac

tries=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
until apt-get "$@" >"$log" 2>&1; do
  if ! grep -q "Could not get lock\|Unable to acquire\|Unable to lock" "$log" || [ $tries -ge 120 ]; then
    cat "$log" >&2
    exit 1
  fi
  [ $tries -gt 0 ] || echo "another package manager is at work: waiting for it ..."
  tries=$((tries + 1))
  sleep 5
done

#!/bin/sh
# Starts a Lambda function's runtime so that no other process of its user can read its environment and
# memory: AWS_LAMBDA_EXEC_WRAPPER names this file. Arguments: the runtime's command.
#
# The kernel hides a process that executes a file which its user cannot read. The file is a copy of the
# dynamic loader, which then loads Node: unlike prctl(), which Lambda was reported to deny, nothing can
# forbid it. Whatever fails here, the runtime starts without it.
copy="${TMPDIR:-/tmp}/waywiser-loader-$$$RANDOM"

# The mask leaves 0111 of the loader's mode. Every program that this starts is part of a cold start.
hidden_loader() (
  umask 0666
  cp -T --remove-destination "$1" "$copy" && [ ! -r "$copy" ] && "$copy" --verify "$2"
)

for loader in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do
  if [ -f "$loader" ] && hidden_loader "$loader" "$1" 2>/dev/null; then
    # For the workers, which are started in the same way: Node takes the loader for its own file.
    export WAYWISER_NODE="$1"
    exec "$copy" "$@"
  fi
done
exec "$@"

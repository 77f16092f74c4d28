#!/bin/sh
# Each file /run/secrets/SIAGA_... becomes the variable of its name; a variable that is empty counts as not given.
set -eu
for file in /run/secrets/SIAGA_*; do
    [ -r "$file" ] && export "${file##*/}=$(cat "$file")"
done
for name in $(env | sed -n 's/^\(SIAGA_[A-Z_]*\)=$/\1/p'); do
    unset "$name"
done
exec /opt/siaga/siaga "$@"

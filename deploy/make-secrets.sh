#!/bin/sh
# Membuat rahasia yang belum ada di deploy/secrets / makes the secrets that are not there yet. Certificates are yours.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
make() { # name content
    [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
    # The folder is root's alone; inside a container the file must be readable by who runs there.
    chmod 0444 "secrets/$1"
}
make database_password "$(random)"
make SIAGA_DATABASE_URL "jdbc:postgresql://database:5432/siaga?user=siaga&password=$(cat secrets/database_password)"
make SIAGA_BROKER_PASSWORD "$(random)"
make broker_door_key "$(random)"
make hivemq-siaga.properties "url=https://siaga:8082
key=$(cat secrets/broker_door_key)
answer-within-ms=5000
remember-ms=30000
look-every-ms=1000
"
make grafana_admin_password "$(random)"
make grafana_database_password "$(random)"
[ -e secrets/truststore.p12 ] || : >secrets/truststore.p12
for file in certificate.pem key.pem; do
    [ -e "secrets/$file" ] || echo "put your own secrets/$file there (deploy/README.md, TLS)"
done

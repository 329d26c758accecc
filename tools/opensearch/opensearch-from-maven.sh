#!/usr/bin/env bash
# OpenSearch without Docker, for trials and tests: its jars by Maven, its nodes as processes on 127.0.0.1.
#
#   opensearch-from-maven.sh fetch                  the jars, once: about 70 MB; prints the folder
#   opensearch-from-maven.sh start RUN [NODES]      start 1 or 3 nodes, wait until they answer, print their addresses
#   opensearch-from-maven.sh restart RUN NUMBER     start one node again that was stopped or killed
#   opensearch-from-maven.sh stop RUN               end the nodes of RUN, and no other process
#
# RUN is a folder for the nodes' files: nNUMBER/ has the data of a node, nNUMBER.pid its process id, nNUMBER.log what it
# says. The newest Java that is found (JAVA_HOME, if it is set) decides: 21 or later runs OpenSearch 3.x, 17 runs 2.x. There is no TLS and no
# password, so nothing listens but on 127.0.0.1.
#
# PORT (19200) is that of the first node; node N answers on PORT+N-1, and the nodes talk on PORT+100 and on.
# HEAP (512m) is the memory of each node's Java heap. OPENSEARCH_HOME is where the jars are kept: by default
# ~/.cache/searchlib/opensearch-VERSION, for root below /var/cache.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
port="${PORT:-19200}"
heap="${HEAP:-512m}"

fail() { echo "$*" >&2; exit 1; }

major_of() { "$1" -version 2>&1 | sed -n '1s/[^"]*"\([0-9]*\).*/\1/p'; }

# Sets java and java_major: JAVA_HOME's if it is new enough, else the newest that is found.
find_java() {
    java="" java_major=0
    local candidate major
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        java="$JAVA_HOME/bin/java" java_major="$(major_of "$JAVA_HOME/bin/java")"
        [ "$java_major" -ge 17 ] && return
    fi
    for candidate in "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
        [ -n "$candidate" ] && [ -x "$candidate" ] || continue
        major="$(major_of "$candidate")"
        if [ "${major:-0}" -gt "$java_major" ]; then java="$candidate" java_major="$major"; fi
    done
    [ "$java_major" -ge 17 ] || fail "OpenSearch needs Java 17 or later; none was found (JAVA_HOME, PATH, /usr/lib/jvm)."
}

# Sets line (the profile of the pom), version and home by the Java found.
choose_version() {
    find_java
    if [ "$java_major" -ge 21 ]; then line=3.x; else line=2.x; fi
    version="$(sed -n "/<id>$line</,/<\/properties>/s#.*<opensearch.version>\(.*\)</opensearch.version>.*#\1#p" "$here/pom.xml")"
    local cache="${XDG_CACHE_HOME:-$HOME/.cache}"
    if [ "$(id -u)" -eq 0 ]; then cache=/var/cache; fi # the nodes run as nobody, who cannot look into root's folders
    home="${OPENSEARCH_HOME:-$cache/searchlib/opensearch-$version}"
}

# One module: its folder under modules/ takes the jars that match the patterns out of lib/, and says which class to load.
add_module() {
    local name="$1" class="$2" extends="$3" pattern folder="$stage/modules/$1"
    shift 3
    mkdir -p "$folder"
    for pattern in "$@"; do
        for jar in "$stage"/lib/$pattern; do if [ -e "$jar" ]; then mv "$jar" "$folder/"; fi; done
    done
    {
        echo "name=$name"
        echo "description=$name"
        echo "version=$version"
        echo "opensearch.version=$version"
        echo "java.version=17"
        echo "classname=$class"
        if [ -n "$extends" ]; then echo "extended.plugins=$extends"; fi
    } >"$folder/plugin-descriptor.properties"
    if [ "$line" = 2.x ]; then # the jars come without their policy, and a node of a trial needs none
        echo 'grant { permission java.security.AllPermission; };' >"$folder/plugin-security.policy"
    fi
}

fetch() {
    choose_version
    if [ ! -e "$home/complete" ]; then
        command -v mvn >/dev/null || fail "Maven (mvn) is needed to fetch OpenSearch, and is not there."
        local stage="$home.$$" suffix=Plugin
        if [ "$line" = 3.x ]; then suffix=ModulePlugin; fi
        rm -rf "$stage"
        mkdir -p "$stage"/{bin,config,plugins,modules}
        mvn -q -B -ntp -f "$here/pom.xml" -P "$line" dependency:copy-dependencies -DoutputDirectory="$stage/lib" >&2
        add_module transport-netty4 "org.opensearch.transport.Netty4$suffix" "" \
            'transport-netty4-client-*' 'netty-*' 'opensearch-netty4-*'
        add_module lang-painless "org.opensearch.painless.Painless$suffix" "" \
            'lang-painless-*' 'opensearch-scripting-painless-spi-*' 'asm-*' 'antlr4-runtime-*'
        add_module analysis-common "org.opensearch.analysis.common.CommonAnalysis$suffix" lang-painless 'analysis-common-*'
        add_module reindex "org.opensearch.index.reindex.Reindex$suffix" "" 'reindex-client-*' 'opensearch-rest-client-*' \
            'opensearch-ssl-config-*' 'httpc*' 'commons-*' 'slf4j-api-*'
        cat >"$stage/config/log4j2.properties" <<'END'
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
END
        touch "$stage/complete"
        rm -rf "$home"
        mv "$stage" "$home" 2>/dev/null || [ -e "$home/complete" ] # another run may have been faster
        rm -rf "$stage"
    fi
    echo "$home"
}

# Writes the settings of node $2 of $3, and starts it in a session of its own.
launch() {
    local run="$1" number="$2" count="$3" own="$1/n$2" seeds="" names="" other as=() flags=()
    for other in $(seq 1 "$count"); do
        seeds="$seeds${seeds:+, }\"127.0.0.1:$((port + 99 + other))\""
        names="$names${names:+, }n$other"
    done
    mkdir -p "$own"/{config,data,logs,tmp}
    cp "$home/config/log4j2.properties" "$own/config/"
    cat >"$own/config/opensearch.yml" <<END
cluster.name: searchlib-trial-$port
cluster.initial_cluster_manager_nodes: [$names]
cluster.routing.allocation.disk.threshold_enabled: ${DISK_THRESHOLD:-false}
action.auto_create_index: false
discovery.seed_hosts: [$seeds]
node.name: n$number
node.processors: 2
network.host: 127.0.0.1
http.port: $((port + number - 1))
transport.port: $((port + 99 + number))
path.data: $own/data
path.logs: $own/logs
END
    if [ "$line" = 3.x ]; then flags+=(--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED); fi
    if [ "$line" = 2.x ]; then flags+=(-Djava.security.manager=allow); fi
    if [ "$(id -u)" -eq 0 ]; then # OpenSearch refuses to run as root
        chown -R 65534:65534 "$own"
        as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    fi
    (
        cd "$own"
        exec setsid env -i PATH="$PATH" "${as[@]}" "$java" "-Xms$heap" "-Xmx$heap" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
            "${flags[@]}" -Djava.io.tmpdir="$own/tmp" -Djna.tmpdir="$own/tmp" -Dlog4j2.disable.jmx=true \
            -Dlog4j.shutdownHookEnabled=false -Dopensearch.path.home="$home" -Dopensearch.path.conf="$own/config" \
            -Dopensearch.distribution.type=tar -Dopensearch.bundled_jdk=false -cp "$home/lib/*" \
            org.opensearch.bootstrap.OpenSearch
    ) >>"$run/n$number.log" 2>&1 </dev/null 9>&- &
    echo $! >"$run/n$number.pid"
}

# Waits until node 1 says that all nodes are there, or says why one of them ended.
await_nodes() {
    local run="$1" count="$2" number
    for _ in $(seq 1 480); do
        if curl -s -m 5 --noproxy '*' "http://127.0.0.1:$port/_cluster/health?wait_for_nodes=$count&timeout=3s" |
            grep -q '"timed_out":false'; then return; fi
        for number in $(seq 1 "$count"); do
            kill -0 "$(cat "$run/n$number.pid")" 2>/dev/null || {
                tail -20 "$run/n$number.log" >&2
                fail "Node $number ended; its log is $run/n$number.log."
            }
        done
        sleep 0.25
    done
    fail "The nodes did not find each other within two minutes; their logs are in $run."
}

start() {
    local run count number
    run="$(mkdir -p "$1" && cd "$1" && pwd)" count="${2:-1}"
    fetch >/dev/null
    if [ "$(id -u)" -eq 0 ]; then chmod a+rx "$run"; fi
    echo "$count" >"$run/nodes"
    for number in $(seq 1 "$count"); do launch "$run" "$number" "$count"; done
    await_nodes "$run" "$count"
    for number in $(seq 1 "$count"); do echo "127.0.0.1:$((port + number - 1))"; done
}

restart() {
    local run
    run="$(cd "$1" && pwd)"
    choose_version
    launch "$run" "$2" "$(cat "$run/nodes")"
}

stop() {
    local file
    for file in "$1"/n*.pid; do kill "$(cat "$file")" 2>/dev/null || true; done
    for file in "$1"/n*.pid; do
        for _ in $(seq 1 200); do
            kill -0 "$(cat "$file")" 2>/dev/null || break
            sleep 0.1
        done
        rm -f "$file"
    done
}

case "${1:-}" in
    fetch | start | restart | stop) "$@" ;;
    *) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

#!/bin/sh
# Tries what mvn -Pdist package has made: release.sh FOLDER, which is target/dist. The unpacked archive runs the
# quickstart where there is nothing but libc, git and a shell, and is all that the example of a plugin is built against; the
# Debian package is put in and taken out again, and nothing is left. README tells how it is installed, and upgrade finds it.
set -eu
PATH=$PATH:/usr/sbin:/sbin # of ldconfig
dist=$(CDPATH='' cd "$1" && pwd -P)
work=$(mktemp -d)
root=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
archive=$(echo "$dist"/attractor-*.tar.gz)
(cd "$dist" && sha256sum -c --quiet SHA256SUMS-*)

mkdir "$work/root" "$work/root/opt" "$work/root/tmp" "$work/root/proc" "$work/root/dev"
tar -xzf "$archive" -C "$work/root/opt"
program=$(cd "$work/root" && echo opt/attractor-*)

# Links lead to what is in the archive, too.
inside=$(CDPATH='' cd "$work/root/$program" && pwd -P)
find "$inside" -name '*.md' -o -name '*.html' | while read -r page; do
  grep -oE '\]\([^)]+\)|(href|src)="[^"]+"' "$page" | sed -E 's/^(\]\(|href="|src=")//; s/[")# ].*//' |
    { grep -vE '^$|^[A-Za-z][A-Za-z0-9+.-]*:' || :; } | while read -r link; do
      case $(realpath -e "${page%/*}/$link" 2>/dev/null) in
        "$inside"/*) ;;
        *) echo "${page#"$inside"/}: $link" ;;
      esac
    done
done >"$work/astray"
[ ! -s "$work/astray" ] || { cat "$work/astray"; echo "these links lead to nothing in the archive"; exit 1; }

# The bill of materials names what is there, by name and version.
tr ',' '\n' <"$inside/sbom.cdx.json" | sed -n 's,.*"purl" *: *"pkg:maven/[^/]*/\([^@]*\)@\([^?"]*\).*,\1-\2,p' >"$work/billed"
for jar in "$inside"/lib-dev/*.jar; do
  name=$(basename "$jar" .jar)
  grep -qxF "${name%-dev}" "$work/billed" || { echo "the bill of materials does not name $name"; exit 1; }
done

# Its Java takes the caches, here, where they were not made.
for cache in "$inside"/*.jsa; do
  "$inside/runtime/bin/java" -Xshare:on -XX:SharedArchiveFile="$cache" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -Dsun.jnu.encoding=UTF-8 -Djava.locale.providers=SPI --enable-native-access=ALL-UNNAMED -cp "$inside/program.jar" \
    dev.attractor.cli.Main --version >"$work/said" 2>&1 || { cat "$work/said"; echo "Java does not take ${cache##*/}"; exit 1; }
done

# A program with the libraries it asks for.
put() {
  mkdir -p "$work/root/${1%/*}"
  cp -L "$1" "$work/root/$1"
  ldd "$1" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$work/root/${library%/*}"
    cp -Ln "$library" "$work/root/$library" 2>/dev/null || :
  done
}
put "$(command -v git)"
put /bin/sh
for part in libz.so.1 librt.so.1 libdl.so.2 libpthread.so.0 libm.so.6; do # what a Java asks for, of libc and zlib
  library=$(ldconfig -p | sed -n "s,.*$part .*=> ,,p" | head -n 1)
  [ -z "$library" ] || { mkdir -p "$work/root/${library%/*}" && cp -Ln "$library" "$work/root/$library" || :; }
done

# As it would be published, on a server of the Java that it brings.
if command -v curl >/dev/null; then
  name=${program##*/}
  version=$("$work/root/$program/bin/attractor" --version | cut -d ' ' -f 2)
  machine=${name#"attractor-$version-"}
  mkdir "$work/site" "$work/home"
  cp "$archive" "$dist/SHA256SUMS-$machine" "$work/site" # which gives away no links
  echo "$version" >"$work/site/latest.txt"
  mkfifo "$work/says"
  "$work/root/$program/runtime/bin/java" -m jdk.httpserver -b 127.0.0.1 -p 0 -d "$work/site" >"$work/says" 2>&1 &
  server=$!
  exec 3<"$work/says"
  line=
  until case $line in URL*) ;; *) false ;; esac; do read -r line <&3; done
  from=${line#URL }
  awk '/^## /{on = $0 == "## Install it"} on && /^```$/{if (code) exit} on && code {print} on && /^```sh$/{code = 1}' \
    "$root/README.md" | sed "s,^FROM=[^ ]*,FROM=${from%/},; s,^MACHINE=[^ ]*,MACHINE=$machine," >"$work/install"
  (cd "$work/home" && HOME=$work/home sh -eu "$work/install" >"$work/said" 2>&1) || { cat "$work/install" "$work/said"; exit 1; }
  "$work/home/.local/bin/attractor" upgrade --check --from "${from}latest.txt" >"$work/said"
  grep -qx newer=false "$work/said"
  grep -qxF "archive=$from${archive##*/}" "$work/said" || { cat "$work/said"; exit 1; }
  echo "it is installed as README says, and upgrade finds it"
  exec 3<&-
else
  echo "not installed as README says: there is no curl here" >&2
fi

if command -v bwrap >/dev/null && bwrap --ro-bind / / --proc /proc --dev /dev --unshare-all true 2>/dev/null; then
  cat >"$work/root/tmp/try.sh" <<TRY
set -eu
git init -q /tmp/repository
cd /tmp/repository
git commit -q --allow-empty -m first
/$program/bin/attractor --version
/$program/bin/attractor run /$program/examples/quickstart/quickstart.dot
TRY
  bwrap --bind "$work/root" / --proc /proc --dev /dev --unshare-all --clearenv --setenv PATH /usr/bin:/bin \
    --setenv HOME /tmp --setenv GIT_AUTHOR_NAME a --setenv GIT_AUTHOR_EMAIL a@localhost \
    --setenv GIT_COMMITTER_NAME a --setenv GIT_COMMITTER_EMAIL a@localhost --chdir /tmp \
    /bin/sh /tmp/try.sh >"$work/said" 2>&1 || { cat "$work/said"; echo "the archive does not run the quickstart"; exit 1; }
  grep -q '^status=success' "$work/said"
  echo "the unpacked archive runs the quickstart with nothing but libc, git and a shell"
else
  echo "not tried in an empty root: there is no bwrap that works here" >&2
fi

# Maven begins with an empty local repository. What others have made it takes from where it is on this machine, which is no
# place for snapshots, or else fetches it; which of both gave it Attractor's own, it notes down.
if command -v mvn >/dev/null; then
  place() { # what Maven calls it
    echo "<$1><id>here</id><url>file://$HOME/.m2/repository</url><snapshots><enabled>false</enabled></snapshots></$1>"
  }
  cat >"$work/settings.xml" <<SETTINGS
<settings><profiles><profile><id>here</id><repositories>$(place repository)</repositories>
<pluginRepositories>$(place pluginRepository)</pluginRepositories></profile></profiles>
<activeProfiles><activeProfile>here</activeProfile></activeProfiles></settings>
SETTINGS
  home=$work/root/$program
  cd "$home/examples/provider-plugin-example"
  mvn -B -ntp -q -s "$work/settings.xml" -Dmaven.repo.local="$work/local" package >"$work/said" 2>&1 ||
    { cat "$work/said"; echo "the example of a plugin is not built from the release"; exit 1; }
  for module in attractor spi core-domain ports testkit; do
    notes=$(cat "$work/local/dev/attractor/$module"/*/_remote.repositories)
    case $notes in
      *'>attractor='*) ;;
      *) echo "$module did not come from the release: $notes"; exit 1 ;;
    esac
  done
  XDG_CONFIG_HOME="$work/config" "$home/bin/attractor" --plugin-path target plugins >"$work/said"
  grep -qF "command ($PWD/target/" "$work/said" || { cat "$work/said"; exit 1; }
  cd "$dist"
  echo "the example of a plugin is built from nothing but the release, and found"
else
  echo "the example of a plugin is not built: there is no mvn here" >&2
fi

if command -v dpkg >/dev/null && [ -e "$(echo "$dist"/attractor-*.deb)" ]; then
  owner='' # of the files is root
  [ "$(id -u)" = 0 ] || owner='unshare -r'
  if $owner true 2>/dev/null; then
    mkdir -p "$work/system/var/lib/dpkg/info" "$work/system/var/lib/dpkg/updates"
    : >"$work/system/var/lib/dpkg/status"
    in_system() {
      $owner dpkg --root="$work/system" --log=/dev/null "$@" >>"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
    }
    in_system --force-depends --install "$dist"/attractor-*.deb
    [ "$("$work/system/usr/bin/attractor" --version)" = "$("$work/root/$program/bin/attractor" --version)" ]
    for file in man/man1/attractor.1.gz man/man1/attractor-run.1.gz bash-completion/completions/attractor \
      zsh/vendor-completions/_attractor fish/vendor_completions.d/attractor.fish doc/attractor/copyright; do
      [ -s "$work/system/usr/share/$file" ] || { echo "the Debian package has no $file"; exit 1; }
    done
    in_system --purge attractor
    left=$(cd "$work/system" && find . -name '*attractor*')
    [ -z "$left" ] || { echo "$left"; exit 1; }
    echo "the Debian package goes in and out"
  else
    echo "the Debian package is not tried: this user can be no root" >&2
  fi
  if command -v lintian >/dev/null; then
    lintian --fail-on error,warning "$dist"/attractor-*.deb >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
    echo "lintian finds nothing in the Debian package"
  else
    echo "the Debian package is not looked through: there is no lintian here" >&2
  fi
fi

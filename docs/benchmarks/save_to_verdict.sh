#!/usr/bin/env bash
# What feedback costs: processor time from a saved kata to its verdicts, in one interleaved run.
#
#   check     cargo xtask check EXERCISE
#   rustc     rustc --test of the same files against the same libraries, then running the binary: the floor to beat
#   cargo     cargo test -p STAGE --test EXERCISE
#
# Usage: docs/benchmarks/save_to_verdict.sh [EXERCISE] [ROUNDS]
#
# It works on a clone in a temporary folder, with the reference as the kata, and changes a function body before each
# measurement. What is quoted is processor time (user + system, all child processes), so a busy machine matters little.
set -euo pipefail
exercise=${1:-binary_search} rounds=${2:-15}
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
stage=$(basename "$(dirname "$(dirname "$(ls -d "$root"/exercises/*/tests/"$exercise")")")")
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
git clone --quiet "$root" "$work/course" && cd "$work/course"
export CARGO_TARGET_DIR="$work/target"
kata="exercises/$stage/tests/$exercise/kata.rs"
cp "solutions/$stage/tests/$exercise/kata.rs" "$kata" && cp "$kata" "$work/kata.rs"

save() { # another body of the first public function, as an edit would leave it
    awk -v mark="$1" '{ print } !done && /^ *pub fn .*\{$/ { print "    std::hint::black_box(" mark "_u64);"; done = 1 }' \
        "$work/kata.rs" > "$kata"
}
check() { cargo xtask check "$exercise"; }
bare() {
    local harness
    harness=$(ls -t "$work"/target/debug/deps/libharness-*.rlib | head -n 1)
    rustc --test --edition 2024 --extern harness="$harness" -L dependency="$work/target/debug/deps" \
        -o "$work/bare" "exercises/$stage/tests/$exercise/main.rs" && "$work/bare"
}
cargo_test() { cargo test --quiet -p "$stage" --test "$exercise"; }
cpu() { # user + system seconds of a command and its children
    local TIMEFORMAT='%U %S'
    { time "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }; } 2>&1 | awk 'END { print $1 + $2 }'
}

for warm in check check bare cargo_test; do save $RANDOM; $warm > "$work/out" 2>&1 || { cat "$work/out"; exit 1; }; done
for round in $(seq "$rounds"); do
    for command in check bare cargo_test; do
        save "$round$RANDOM"
        echo "$command $(cpu $command)"
    done
done > "$work/times"

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
ratio() { # median over rounds of CPU(command) / CPU(bare)
    paste -d ' ' <(awk -v c="$1" '$1 == c { print $2 }' "$work/times") <(awk '$1 == "bare" { print $2 }' "$work/times") |
        awk '{ print $1 / $2 }' | sort -n > "$work/ratios"
    printf '%.2f (%.2f to %.2f)' "$(median < "$work/ratios")" "$(head -n 1 "$work/ratios")" "$(tail -n 1 "$work/ratios")"
}
echo "$exercise, $rounds interleaved rounds, processor seconds (median) and ratio to rustc --test + run (median, range)"
for command in check bare cargo_test; do
    printf '  %-11s %6.3f s   %s\n' "$command" "$(awk -v c=$command '$1 == c { print $2 }' "$work/times" | median)" "$(ratio $command)"
done

#!/bin/sh
# Everything that needs a GPU, in one go: on a machine with a card, its driver for Vulkan (on macOS Metal, which is
# there), a C compiler and rustup.
#
#     bench/gpu.sh [DEVICE]        # vulkan, vulkan:1 and so on; metal
#
# It runs the shaders' tests on the card, each also with no more than the WebGPU specification has every adapter
# bear; holds the first steps of three presets to the CPU's, and runs that go from one device to another; has pages
# train in a lab on the card; and times steps of presets, and of the recipe for GPUs, on the CPU and on the card.
# That goes to docs/gpu.md, with the card's name. Where there are Node.js and a Chromium, the browser's quick rows
# follow, beside the peers' (BROWSER=no leaves them out), in a section of docs/benchmarks.md for this machine and the
# card that the browser finds. Of a card in software all of it goes to a file of its own beside the programs, because
# that is no measurement of a GPU.
#
#     STEPS=200 LARGE_STEPS=20     # how many are timed; of the large recipe a tenth on the CPU, and none for 0
#     PROFILE=                     # the development profile in place of --release
#     OUT=FILE                     # in place of docs/gpu.md
set -eu
cd "$(dirname "$0")/.."
case $(uname -s) in Darwin) usual=metal ;; *) usual=vulkan ;; esac
device=${1:-$usual}
steps=${STEPS:-200}
large=${LARGE_STEPS:-20}
profile=${PROFILE---release}
# As the native tests are built, and the GPU.
features=model/pretrain,bench/native,latentscape-lab/webgpu,model/webgpu
for program in cargo cc; do
    command -v $program >/dev/null || {
        echo "gpu.sh: expected $program, found none. Install rustup (https://rustup.rs) and a C compiler." >&2
        exit 1
    }
done
begun=$(date +%s)
folder=${CARGO_TARGET_DIR:-target}

# Tests and programs at once: built by themselves, programs would have most of what they are made of compiled twice.
# shellcheck disable=SC2086 # No profile is no argument.
built() {
    cargo test --locked $profile --workspace --features $features "$@"
}
tested() {
    built --test gpu --test native --test devices --test pretrain "$@"
}
built --no-run --test gpu --test native --test devices --test pretrain --test lab
case $profile in --release) train=$folder/release/train ;; *) train=$folder/debug/train ;; esac

card=$("$train" eight-gaussians --steps 1 --device "$device" | sed -n 's/^on //p')
[ -n "$card" ] || exit 1
echo "gpu.sh: on $card"
tests=$folder/gpu-tests.txt
{
    tested --no-fail-fast -- --show-output &&
        # Of the lab's tests those that are about GPUs.
        built --test lab -- --show-output gpu::
} >"$tests" 2>&1 || {
    cat "$tests" >&2
    exit 1
}
passed=$(sed -n 's/^test result: ok\. \([0-9]*\) passed.*/\1/p' "$tests" | awk '{ sum += $1 } END { print sum }')
skipped=$(grep -c '^skipped: ' "$tests" || true)
echo "gpu.sh: $passed tests, $skipped of them skipped"

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
[ -n "$processor" ] || processor=$(sysctl -n machdep.cpu.brand_string 2>/dev/null || echo unknown)
cores=$(getconf _NPROCESSORS_ONLN)
millis() { # STEPS DEVICE ARGUMENTS
    count=$1
    on=$2
    shift 2
    "$train" "$@" --steps "$count" --device "$on" | sed -n 's/^\([0-9.]*\) ms per step.*/\1/p'
}
fewer=$((large / 10))
[ $fewer -gt 0 ] || fewer=1

case $card in
*"in software"*) usual_out=$folder/gpu.md ;;
*) usual_out=docs/gpu.md ;;
esac
table=${OUT:-$usual_out}
{
    echo "# Training on a GPU"
    echo
    echo "Written by \`bench/gpu.sh $device\`: milliseconds a step, with the losses read after every tenth; the last"
    echo "step ends when its losses are there, and the first, which makes the shaders, is among them. Presets on the"
    echo "shipped digits, $steps steps."
    [ "$large" -eq 0 ] || echo "\`deploy/dcgan-64.toml\`: batches of 128, $large steps, on the CPU $fewer."
    echo
    echo "| | |"
    echo "|---|---|"
    echo "| card | $card |"
    echo "| processor | $processor, $cores cores |"
    echo "| system | $(uname -sr) |"
    echo "| profile | ${profile:-development} |"
    echo "| date | $(date +%Y-%m-%d) |"
    echo "| tests on the card | $passed, $skipped of them skipped |"
    echo
    echo "| | CPU | card |"
    echo "|---|---|---|"
    for preset in dense-vae-2d classroom vae-gan dcgan; do
        cpu=$(millis "$steps" cpu $preset --data digits)
        gpu=$(millis "$steps" "$device" $preset --data digits)
        echo "| \`$preset\` | $cpu | $gpu |"
    done
    if [ "$large" -gt 0 ]; then
        cpu=$(millis $fewer cpu deploy/dcgan-64.toml)
        gpu=$(millis "$large" "$device" deploy/dcgan-64.toml)
        echo "| \`deploy/dcgan-64.toml\` | $cpu | $gpu |"
    fi
} >"$table.new"
if [ "${BROWSER:-yes}" = yes ] && command -v node >/dev/null; then
    rows=$folder/gpu-browser.txt
    case $card in *"in software"*) write= ;; *) write=--write ;; esac
    # shellcheck disable=SC2086 # No option is no argument.
    if cargo xtask bench --webgpu --quick $write >"$rows" 2>&1; then
        {
            echo
            echo "## In the browser"
            echo
            if [ -n "$write" ]; then
                echo "See the section of this machine in [benchmarks.md](benchmarks.md)."
            else
                echo "\`cargo xtask bench --webgpu --quick\` said:"
                echo
                echo '```text'
                cat "$rows"
                echo '```'
            fi
        } >>"$table.new"
    else
        echo "gpu.sh: the browser's rows were not measured; $rows says why." >&2
    fi
fi
mv "$table.new" "$table"
cat "$table"
echo "gpu.sh: wrote $table after $(($(date +%s) - begun)) seconds"

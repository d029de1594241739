#!/bin/sh
# readout map on all cores by GNU parallel: parallel.sh IN.jsonl OUT.jsonl [option of readout map]...
# Blocks of whole lines are read straight from the file; -k keeps them in order. BLOCK (default 10M) is the size of one;
# --sshlogin and the like can be given in PARALLEL. Exit 3: some records failed and are error records in OUT.jsonl.
set -eu
in=$1 out=$2
shift 2
status=0
parallel -k --quote --pipepart -a "$in" --block "${BLOCK:-10M}" "${READOUT:-readout}" map -j1 "$@" > "$out.tmp" || status=$?
mv "$out.tmp" "$out"
[ "$status" = 0 ] || { grep -q '^{"id":.*,"error":{' "$out" && exit 3; exit "$status"; }

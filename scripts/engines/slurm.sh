#!/bin/sh
#SBATCH --job-name=readout
# One shard of a Slurm array: sbatch --array=0-99 slurm.sh FOLDER FILE...
# Each task reads all files and does the records of its shard; FOLDER/part-N.jsonl appears when it is whole, and a task that is
# started again finds its part done (--resume). MAP holds more options of readout map, e.g. MAP="--with quotes,dates --shard-by bytes".
set -eu
folder=$1
shift
mkdir -p "$folder"
exec "${READOUT:-readout}" map ${MAP:-} -j "${SLURM_CPUS_PER_TASK:-1}" --shard auto --resume -o "$folder/part-%s.jsonl" "$@"

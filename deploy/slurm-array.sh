#!/bin/bash
# A sweep as a Slurm job array: a task is a run. docs/outgrow.md has the whole way.
#
#   target/release/train sweep sweep.toml --list              # 12 runs: 0 to 11
#   sbatch --array=0-11 deploy/slurm-array.sh sweep.toml
#   target/release/train sweep gather sweep.toml
#
# What follows the script's name goes to `train sweep`. Slurm says the run's number in
# SLURM_ARRAY_TASK_ID. Submit from the project's folder, on a file system that all nodes share;
# TRAIN names another program.
#
#SBATCH --job-name=sweep
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=04:00:00
# A task that is killed with its node, or by whoever has a better claim to it, begins again, and goes on
# from what it wrote down; a finished one does nothing. So all of an array may be submitted again.
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=sweep-%A_%a.log
# Figures are the same to the last bit on processors of one kind: name one, if the cluster has several.
##SBATCH --constraint=epyc
set -euo pipefail

exec "${TRAIN:-target/release/train}" sweep "$@"

"""Due computations in this process, then the sweep's rungs: the figures of the deadlines issue."""

from argparse import Namespace

from bench import deadlines_inprocess, sweep


def run(options: Namespace) -> int:
    return max(deadlines_inprocess.run(options), sweep.run(options))

"""Who says what is kept: the arguments that commands share. Loads no database library."""

import argparse


def add_by(parser: argparse.ArgumentParser) -> None:
    """--by and --as."""
    parser.add_argument("--by", metavar="NAME", help="who says so; default: the trainer, or you about yourself")
    parser.add_argument("--as", dest="kind", choices=("wearer", "trainer"), help="what NAME is; default: trainer")

"""`manage.py pull_release`: a release from a server, as a folder on this machine."""

import re
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsreview.exports.pulling import Address, NotPulled, Server, Told, pull
from newsreview.exports.saving import may_become_a_folder

FAILED = 1
USAGE = 2
SECRET = re.compile(r"[!-~]+")
DIGEST = re.compile(r"[0-9a-f]{64}")

EXPLAINED = """\
The address is SITE/SLUG/NUMBER, or that of the release's page. The token needs the scope “export”; it is read from a
file, so that it stands in no list of processes, and goes to that site alone. Use https but on your own machine.

The folder appears when every file is there with its digest; until then there is none of that name. A connection that
is cut is taken up where it was, and so is a pull that was ended, when it is asked for again: what has come lies beside,
in .FOLDER.part. Standard output names the release's digest and the folder.

examples:
  %(prog)s https://desk.example/ferry/3 --token-file token --out ferry-3
  %(prog)s https://desk.example/projects/ferry/releases/3/ --token-file token --out ferry-3
  %(prog)s https://desk.example/ferry/3 --token-file token --out ferry-3 --digest 5d1f… && python train.py ferry-3

exit codes:
  0  the folder is whole
  1  there is no folder: the message says why
  2  nothing was begun: the message says what was wrong with the command
"""


class Command(BaseCommand):
    help = "Fetch a release from a server, and check every file of it."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", metavar="URL", help="the release, as SITE/SLUG/NUMBER")
        parser.add_argument(
            "--token-file", type=Path, required=True, metavar="FILE", help="a file with the token alone"
        )
        parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder, or an empty one")
        parser.add_argument("--digest", default="", metavar="SHA256", help="what the release's digest has to be")
        parser.add_argument("--withdrawn", action="store_true", help="also when the release is withdrawn")

    def handle(self, *, address: str, token_file: Path, out: Path, digest: str, **options: Any) -> None:
        server = Server(address_of(address), token_in(token_file), withdrawn=options["withdrawn"])
        if digest and not DIGEST.fullmatch(digest):
            raise CommandError(f"{digest} is no digest: it has 64 signs of 0-9 and a-f.", returncode=USAGE)
        if not may_become_a_folder(out):
            told = f"{out} is there already, or is in no folder that exists. Name a new one."
            raise CommandError(told, returncode=USAGE)
        try:
            with tqdm(total=0, unit="B", unit_scale=True, disable=None, leave=False) as bar:
                pulled = pull(server, out, digest=digest, begin=lambda size: begin(bar, size))
        except BlockingIOError as error:
            raise CommandError("Another pull is at work on this folder.", returncode=FAILED) from error
        except (NotPulled, OSError) as error:
            raise CommandError(f"The release was not pulled. {error}", returncode=FAILED) from error
        self.stdout.write(f"{pulled}  {out}")


def begin(bar: "tqdm[Any]", size: int) -> Told:
    bar.reset(total=size)
    return bar.update


def address_of(given: str) -> Address:
    try:
        return Address.read(given)
    except ValueError as error:
        raise CommandError(str(error), returncode=USAGE) from error


def token_in(path: Path) -> str:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The token cannot be read from {path}: {error}", returncode=USAGE) from error
    if not SECRET.fullmatch(token):
        raise CommandError(f"{path} holds something else than a token.", returncode=USAGE)
    return token
